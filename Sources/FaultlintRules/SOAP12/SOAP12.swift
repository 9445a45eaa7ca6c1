internal import FaultlintEngine

/// The rules of SOAP 1.2 (second edition, 27 April 2007) and its envelope schema.
enum SOAP12 {
  // The parts of a fault stand before the fault: a cause takes up its symptoms in this order, and one that names
  // a whole fault is to find those of its parts already put together.
  static let rules: [Rule] = [
    envelopeNamespace, dtd, processingInstruction, commentOutsideEnvelope, xmlVersion,
    envelopeAttributeUnqualified, headerAttributeUnqualified, bodyAttributeUnqualified, bodyMissing,
    envelopeChildren, bodyChildUnqualified,
    envelopeText, headerText, bodyText, faultText, detailText, upgradeText,
    codeValueChildElement, subcodeValueChildElement, textChildElement, nodeChildElement, roleChildElement,
    encodingStylePlacement, supportedEnvelopeEncodingStyle, encodingStyleNotURI,
    headerBlockUnqualified, mustUnderstandValue, mustUnderstandNoncanonical, mustUnderstandFalseGenerated,
    relayValue, relayNoncanonical, relayFalseGenerated, roleAttributeNotURI, roleUltimateGenerated,
    headerAttributeMisplaced, faultMandatoryHeader, soap11Attribute,
    faultNotAlone, faultElsewhere, soapNameWrongNamespace, soapNameUnknown, soap11Fault,
    codeValueMissing, codeValueDuplicate, codeChildrenOrder, codeChildUnknown, codeValueUnboundPrefix,
    codeValueNotStandard, codeWhiteSpace, valueSplit,
    subcodeValueMissing, subcodeValueDuplicate, subcodeDuplicate, subcodeChildrenOrder, subcodeChildUnknown,
    subcodeDeep, subcodeValueNotQName, subcodeValueUnboundPrefix, subcodeValueNoNamespace,
    subcodeValueSOAPNamespace, rpcSubcodeUnknown, rpcSubcodeNotSender, encodingSubcodeUnknown,
    encodingSubcodeNotSender,
    reasonTextMissing, reasonChildUnknown, textLangMissing, textLangDuplicate, textLangMalformed, textEmpty,
    textAttribute,
    nodeURI, nodeEmpty, nodeMissing, nodeAbsent, roleURI, roleEmpty, roleNone,
    detailAttributeUnqualified, detailPresent, detailAccepted, detailEntriesAccepted,
    codeMissing, reasonMissing, faultChildrenOrder, faultChildDuplicate, faultChildUnknown,
    faultChildUnqualified, soap11FaultChildren, faultAttribute,
    upgradeMissing, upgradeUnexpected, upgradeDuplicate, upgradeEmpty, upgradeChildUnknown,
    upgradeEncodingStyle,
    upgradeQNameMissing, upgradeQNameNotQName, upgradeQNameUnbound, upgradeQNameNotEnvelope,
    upgradeQNameUnprefixed, supportedEnvelopeContent,
    notUnderstoodMissing, notUnderstoodUnexpected, notUnderstoodQNameMissing, notUnderstoodQNameNotQName,
    notUnderstoodQNameUnbound, notUnderstoodQNameUnqualified, notUnderstoodEncodingStyle,
    notUnderstoodContent, notUnderstoodDuplicate,
    notUnderstoodAttribute,
    uriNotASCII, uriRelative, uriTooLong,
    versionMismatchReplyVersion, replyVersion, versionMismatchNotUsed, malformedRequestNotSender,
    versionMismatchUnjustified, mustUnderstandUnjustified, dataEncodingUnknownUnjustified,
    notUnderstoodNotInRequest, roleNotAssumed,
    rolePrivate,
  ]
}
