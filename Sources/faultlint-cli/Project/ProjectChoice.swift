/// Which configuration and which baseline a run goes by, as options say it.
struct ProjectChoice {
  /// One of the two files.
  enum File: Equatable {
    /// The one that is found from the working folder upwards, if there is one.
    case found
    case named(String)
    case none
  }

  var configuration = File.found
  var baseline = File.found
}
