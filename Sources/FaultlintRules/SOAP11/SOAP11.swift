internal import FaultlintEngine

/// The rules of SOAP 1.1 (W3C Note of 8 May 2000) and its envelope schema.
enum SOAP11 {
  static let rules: [Rule] = [
    envelopeNamespace, dtd, processingInstruction, soapNameWrongNamespace, soapNameUnknown,
    envelopeAttributeUnqualified, bodyMissing, headerPosition, envelopeChildPosition, headerDuplicate,
    bodyDuplicate, envelopeChildUnqualified, envelopeText, headerText, bodyText, faultText, detailText,
    headerEntryUnqualified, mustUnderstandValue, actorNotURI, headerAttributeMisplaced,
    encodingStyleNotInSchema, encodingStyleNotURI, faultMandatoryHeader,
    actorPrivate, bodyAttribute,
    faultNotBodyEntry, faultMultiple, faultNotAlone, soap12Fault,
    faultcodeMissing, faultstringMissing, faultChildDuplicate, faultChildQualified, faultChildUnknown,
    faultChildForeign, faultOrder, faultChildCase, soap12FaultChildren, faultAttribute, faultChildAttribute,
    faultChildType,
    faultcodeNotQName, faultcodeUnboundPrefix, faultcodeNoNamespace, faultcodeUnknown, faultcodeSOAP12Name,
    faultcodeCase, faultcodeEmptySegment, faultcodeSOAP12Namespace, faultcodeNearNamespace,
    faultcodeWhiteSpace,
    faultcodeChildElement, valueSplit,
    faultstringChildElement, faultstringEmpty, faultstringLang, faultstringLangMalformed,
    faultactorChildElement, faultactorNotURI, faultactorEmpty, faultactorMissing, faultactorOptional,
    detailMissing, detailHeaderError, headerErrorNotInHeader, detailAbsent, detailPresent,
    detailEmptyAccepted, detailAttributesAccepted, detailEntryUnqualifiedAccepted,
    detailEntryEncodingStyleAccepted,
    upgradeMissing, upgradeSOAP11Namespace,
    uriNotASCII,
    versionMismatchNotUsed, versionMismatchUnjustified, mustUnderstandUnjustified,
  ]
}
