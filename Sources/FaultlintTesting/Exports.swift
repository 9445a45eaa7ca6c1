// Whoever asserts names profiles, exchanges and faults, so that one import is enough.
@_exported public import Faultlint
