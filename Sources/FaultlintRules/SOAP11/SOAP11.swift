internal import FaultlintEngine

/// The rules of SOAP 1.1 (W3C Note of 8 May 2000) and its envelope schema.
enum SOAP11 {
  static let rules: [Rule] = [
    envelopeNamespace, dtd, processingInstruction, soapNameWrongNamespace,
    envelopeAttributeUnqualified, bodyMissing, headerPosition, envelopeChildPosition, headerDuplicate,
    bodyDuplicate, envelopeChildUnqualified, envelopeText, headerText, bodyText, faultText, detailText,
    headerEntryUnqualified, mustUnderstandValue, actorNotURI, headerAttributeMisplaced, encodingStyleNotURI,
    actorPrivate, bodyAttribute,
    faultNotBodyEntry, faultMultiple, faultNotAlone, soap12Fault,
    faultcodeMissing, faultstringMissing, faultChildDuplicate, faultChildQualified, faultChildUnknown,
    faultChildForeign, faultOrder, faultChildCase, soap12FaultChildren, faultAttribute, faultChildAttribute,
    faultChildType,
    faultcodeNotQName, faultcodeUnboundPrefix, faultcodeNoNamespace, faultcodeUnknown, faultcodeSOAP12Name,
    faultcodeCase, faultcodeEmptySegment, faultcodeChildElement,
    faultstringChildElement, faultstringEmpty, faultstringLang,
    faultactorChildElement, faultactorNotURI, faultactorEmpty, faultactorMissing, faultactorOptional,
    detailMissing, detailHeaderError, headerErrorNotInHeader, detailAbsent, detailPresent,
    detailEmptyAccepted, detailAttributesAccepted, detailEntryUnqualifiedAccepted,
    detailEntryEncodingStyleAccepted,
    upgradeMissing, upgradeSOAP11Namespace,
    versionMismatchNotUsed, mustUnderstandUnjustified,
  ]
}
