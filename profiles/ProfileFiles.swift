/// The profile files in this folder, carried in the program so that it needs no files when it runs. Each is read when it
/// is first needed.
public enum ProfileFiles {
  /// What selects the profiles, a line each: name, kind (`namespace`, `entry` or `root`) and value.
  public static var index: [UInt8] { PackageResources.index_tsv }

  /// The names of the profiles, in the order a list shows them.
  public static let names = [
    "marketing-cloud", "zuora", "openair", "dotnet", "ibm-cics", "cwmp", "upnp",
  ]

  /// A file by its name.
  ///
  /// - Parameter name: The name, as in `zuora.yml`.
  /// - Returns: Its bytes; nil if there is none.
  public static func file(_ name: String) -> [UInt8]? {
    switch name {
    case "marketing-cloud.yml": PackageResources.marketing_cloud_yml
    case "marketing-cloud-faults.tsv": PackageResources.marketing_cloud_faults_tsv
    case "marketing-cloud-results.tsv": PackageResources.marketing_cloud_results_tsv
    case "zuora.yml": PackageResources.zuora_yml
    case "zuora-codes.tsv": PackageResources.zuora_codes_tsv
    case "openair.yml": PackageResources.openair_yml
    case "openair-codes.tsv": PackageResources.openair_codes_tsv
    case "dotnet.yml": PackageResources.dotnet_yml
    case "dotnet-codes.tsv": PackageResources.dotnet_codes_tsv
    case "ibm-cics.yml": PackageResources.ibm_cics_yml
    case "ibm-cics-messages.tsv": PackageResources.ibm_cics_messages_tsv
    case "cwmp.yml": PackageResources.cwmp_yml
    case "upnp.yml": PackageResources.upnp_yml
    default: nil
    }
  }
}
