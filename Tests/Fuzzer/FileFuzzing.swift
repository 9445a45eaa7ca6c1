import Faultlint
import FaultlintConfiguration
import FaultlintContracts
import FaultlintFiles
import FaultlintText

/// What a project keeps beside its captures: configurations, baselines, profile files and WSDLs. They are read whole or
/// not at all, and what is wrong is said with its place.
final class FileFuzzing {
  /// A configuration, and what it says of a file.
  func checkConfiguration(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    let (configuration, errors) = ConfigurationReader.read(Array(input), file: "fuzzed")
    hold(errors, in: input)
    let names: [Substring] = ["captures", "a.xml"]
    _ = configuration.settings(overriddenBy: configuration.overrides(for: names), and: CheckSettings())
  }

  /// A baseline, and that what is written of it is read as the same.
  func checkBaseline(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    let baseline: Baseline
    do throws(BaselineError) {
      baseline = try Baseline(reading: input)
    } catch {
      hold(error.message, error.line, in: input)
      return
    }
    let text = baseline.text
    WrittenReports.holdText(text, "baseline", draw)
    let again = text.withUnsafeBufferPointer { try? Baseline(reading: $0) }
    demand(again == baseline, "a baseline is not read as it was written")
  }

  /// A profile file; a linter takes what it says.
  func checkProfileFile(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    let surroundings = ContractReader.Surroundings(
      contracts: BuiltInContracts.named, names: BuiltInContracts.names
    ) { name in
      ProfileFiles.file(name).map { .success($0) }
        ?? .failure(ContractReader.LoadError("there is no such file"))
    }
    do throws(ContractErrors) {
      let contract = try ContractReader.read(Array(input), file: "fuzzed", surroundings)
      judge(by: [contract], Linter.Options(), draw)
    } catch {
      hold(error.errors, in: input)
    }
  }

  /// A WSDL; a linter takes what it promises.
  func checkDescription(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    let bytes = Array(input)
    do throws(ContractErrors) {
      // It may import and include itself, by any name but one that grows by that.
      let contract = try WSDLFiles.read(["fuzzed"]) { name in
        name.utf8.count < 32 ? .success(bytes) : .failure(ContractReader.LoadError("there is no such file"))
      }
      guard let contract else { return }
      var options = Linter.Options()
      options.descriptions = [WSDL(contract)]
      judge(by: [], options, draw)
    } catch {
      hold(error.errors, in: input)
    }
  }

  private func judge(by contracts: [Contract], _ options: Linter.Options, _ draw: Draw) {
    guard
      let linter = try? Linter(
        profiles: nil, adding: [], contracts: contracts, candidates: [], options: options)
    else { return }
    for message in Self.messages { WrittenReports.hold([linter.check(message)], draw) }
  }

  private func hold(_ errors: [ContractError], in input: UnsafeBufferPointer<UInt8>) {
    for error in errors {
      hold(error.message, error.line == 0 ? nil : error.line, in: input)
      demand(error.column >= 0, "an error is in column \(error.column)")
    }
  }

  private func hold(_ message: String, _ line: Int?, in input: UnsafeBufferPointer<UInt8>) {
    demand(!message.isEmpty, "an error says nothing")
    guard let line else { return }
    // YAML has more ends of lines than one.
    let lines = 1 + input.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 }
    demand(1...lines + 1 ~= line, "an error is on line \(line) of \(lines)")
  }

  private static let messages = [
    """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>
    <faultstring>x</faultstring><detail><a xmlns="urn:a">b</a></detail></s:Fault></s:Body></s:Envelope>
    """,
    """
    <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><a xmlns="urn:a"/></e:Body></e:Envelope>
    """,
  ]
}
