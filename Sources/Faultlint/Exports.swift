// What `import Faultlint` brings besides what stands in this module: the words that rules, profiles and reports share.
// Everything else in the modules below is not for callers.

@_exported public import FaultlintRules

@_exported public import struct FaultlintEngine.Assertion
@_exported public import enum FaultlintEngine.Level
@_exported public import struct FaultlintEngine.NotRun
@_exported public import enum FaultlintEngine.Outcome
@_exported public import struct FaultlintEngine.Profile
@_exported public import struct FaultlintEngine.Reference
@_exported public import class FaultlintEngine.Rule
@_exported public import struct FaultlintEngine.RuleSet
@_exported public import enum FaultlintModel.BindingStyle
@_exported public import enum FaultlintModel.FaultScope
@_exported public import enum FaultlintModel.SOAPVersion
@_exported public import enum FaultlintModel.SenderRole
@_exported public import struct FaultlintXMLTree.ParseLimits
