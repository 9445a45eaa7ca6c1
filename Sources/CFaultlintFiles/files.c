// The files that the program carries, so that it needs none when it runs. The compiler puts their bytes here as they are:
// the same as array literals of Swift takes the compiler 20 s of a debug build and 49 s of a release build.

#include "CFaultlintFiles.h"

#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char sender_500_yml[] = {
#embed "../../accept/sender-500.yml"
};

static const unsigned char fault_200_yml[] = {
#embed "../../accept/fault-200.yml"
};

static const unsigned char reason_language_yml[] = {
#embed "../../accept/reason-language.yml"
};

static const unsigned char dotted_codes_yml[] = {
#embed "../../accept/dotted-codes.yml"
};

static const unsigned char unqualified_codes_yml[] = {
#embed "../../accept/unqualified-codes.yml"
};

static const unsigned char qualified_children_yml[] = {
#embed "../../accept/qualified-children.yml"
};

static const unsigned char soap11_fault_in_soap12_yml[] = {
#embed "../../accept/soap11-fault-in-soap12.yml"
};

static const unsigned char encoding_style_yml[] = {
#embed "../../accept/encoding-style.yml"
};

static const unsigned char mandatory_action_yml[] = {
#embed "../../accept/mandatory-action.yml"
};

static const unsigned char index_tsv[] = {
#embed "../../profiles/index.tsv"
};

static const unsigned char marketing_cloud_yml[] = {
#embed "../../profiles/marketing-cloud.yml"
};

static const unsigned char marketing_cloud_faults_tsv[] = {
#embed "../../profiles/marketing-cloud-faults.tsv"
};

static const unsigned char marketing_cloud_results_tsv[] = {
#embed "../../profiles/marketing-cloud-results.tsv"
};

static const unsigned char zuora_yml[] = {
#embed "../../profiles/zuora.yml"
};

static const unsigned char zuora_codes_tsv[] = {
#embed "../../profiles/zuora-codes.tsv"
};

static const unsigned char openair_yml[] = {
#embed "../../profiles/openair.yml"
};

static const unsigned char openair_codes_tsv[] = {
#embed "../../profiles/openair-codes.tsv"
};

static const unsigned char dotnet_yml[] = {
#embed "../../profiles/dotnet.yml"
};

static const unsigned char dotnet_codes_tsv[] = {
#embed "../../profiles/dotnet-codes.tsv"
};

static const unsigned char ibm_cics_yml[] = {
#embed "../../profiles/ibm-cics.yml"
};

static const unsigned char ibm_cics_messages_tsv[] = {
#embed "../../profiles/ibm-cics-messages.tsv"
};

static const unsigned char cwmp_yml[] = {
#embed "../../profiles/cwmp.yml"
};

static const unsigned char upnp_yml[] = {
#embed "../../profiles/upnp.yml"
};

static const unsigned char marketing_cloud_json[] = {
#embed "../../profiles/compiled/marketing-cloud.json"
};

static const unsigned char zuora_json[] = {
#embed "../../profiles/compiled/zuora.json"
};

static const unsigned char openair_json[] = {
#embed "../../profiles/compiled/openair.json"
};

static const unsigned char dotnet_json[] = {
#embed "../../profiles/compiled/dotnet.json"
};

static const unsigned char ibm_cics_json[] = {
#embed "../../profiles/compiled/ibm-cics.json"
};

static const unsigned char cwmp_json[] = {
#embed "../../profiles/compiled/cwmp.json"
};

static const unsigned char upnp_json[] = {
#embed "../../profiles/compiled/upnp.json"
};

static const unsigned char ETFrameworkFault_xsd[] = {
#embed "../../schemas/ETFrameworkFault.xsd"
};

static const unsigned char soap11_envelope_xsd[] = {
#embed "../../schemas/soap11-envelope.xsd"
};

static const unsigned char soap12_envelope_xsd[] = {
#embed "../../schemas/soap12-envelope.xsd"
};

static const unsigned char xml_attributes_xsd[] = {
#embed "../../schemas/xml-attributes.xsd"
};

static const unsigned char zuora_fault_xsd[] = {
#embed "../../schemas/zuora-fault.xsd"
};

static const unsigned char zuora_error_code_xsd[] = {
#embed "../../schemas/zuora-error-code.xsd"
};

static const unsigned char wcf_exception_detail_xsd[] = {
#embed "../../schemas/wcf-exception-detail.xsd"
};

static const unsigned char cics_wsfault_xsd[] = {
#embed "../../schemas/cics-wsfault.xsd"
};

static const unsigned char cics_fault_xsd[] = {
#embed "../../schemas/cics-fault.xsd"
};

static const unsigned char soap11_encoding_xsd[] = {
#embed "../../schemas/soap11-encoding.xsd"
};

static const unsigned char report_html[] = {
#embed "../FaultlintReportPage/page/report.html"
};

static const unsigned char report_css[] = {
#embed "../FaultlintReportPage/page/report.css"
};

static const unsigned char report_js[] = {
#embed "../FaultlintReportPage/page/report.js"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct faultlint_file files[] = {
    FILE("accept/sender-500.yml", sender_500_yml),
    FILE("accept/fault-200.yml", fault_200_yml),
    FILE("accept/reason-language.yml", reason_language_yml),
    FILE("accept/dotted-codes.yml", dotted_codes_yml),
    FILE("accept/unqualified-codes.yml", unqualified_codes_yml),
    FILE("accept/qualified-children.yml", qualified_children_yml),
    FILE("accept/soap11-fault-in-soap12.yml", soap11_fault_in_soap12_yml),
    FILE("accept/encoding-style.yml", encoding_style_yml),
    FILE("accept/mandatory-action.yml", mandatory_action_yml),
    FILE("profiles/index.tsv", index_tsv),
    FILE("profiles/marketing-cloud.yml", marketing_cloud_yml),
    FILE("profiles/marketing-cloud-faults.tsv", marketing_cloud_faults_tsv),
    FILE("profiles/marketing-cloud-results.tsv", marketing_cloud_results_tsv),
    FILE("profiles/zuora.yml", zuora_yml),
    FILE("profiles/zuora-codes.tsv", zuora_codes_tsv),
    FILE("profiles/openair.yml", openair_yml),
    FILE("profiles/openair-codes.tsv", openair_codes_tsv),
    FILE("profiles/dotnet.yml", dotnet_yml),
    FILE("profiles/dotnet-codes.tsv", dotnet_codes_tsv),
    FILE("profiles/ibm-cics.yml", ibm_cics_yml),
    FILE("profiles/ibm-cics-messages.tsv", ibm_cics_messages_tsv),
    FILE("profiles/cwmp.yml", cwmp_yml),
    FILE("profiles/upnp.yml", upnp_yml),
    FILE("profiles/compiled/marketing-cloud.json", marketing_cloud_json),
    FILE("profiles/compiled/zuora.json", zuora_json),
    FILE("profiles/compiled/openair.json", openair_json),
    FILE("profiles/compiled/dotnet.json", dotnet_json),
    FILE("profiles/compiled/ibm-cics.json", ibm_cics_json),
    FILE("profiles/compiled/cwmp.json", cwmp_json),
    FILE("profiles/compiled/upnp.json", upnp_json),
    FILE("schemas/ETFrameworkFault.xsd", ETFrameworkFault_xsd),
    FILE("schemas/soap11-envelope.xsd", soap11_envelope_xsd),
    FILE("schemas/soap12-envelope.xsd", soap12_envelope_xsd),
    FILE("schemas/xml-attributes.xsd", xml_attributes_xsd),
    FILE("schemas/zuora-fault.xsd", zuora_fault_xsd),
    FILE("schemas/zuora-error-code.xsd", zuora_error_code_xsd),
    FILE("schemas/wcf-exception-detail.xsd", wcf_exception_detail_xsd),
    FILE("schemas/cics-wsfault.xsd", cics_wsfault_xsd),
    FILE("schemas/cics-fault.xsd", cics_fault_xsd),
    FILE("schemas/soap11-encoding.xsd", soap11_encoding_xsd),
    FILE("page/report.html", report_html),
    FILE("page/report.css", report_css),
    FILE("page/report.js", report_js),
};

const struct faultlint_file *faultlint_file_named(const char *name) {
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    if (strcmp(files[i].name, name) == 0) return &files[i];
  }
  return NULL;
}
