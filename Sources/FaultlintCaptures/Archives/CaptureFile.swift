internal import FaultlintText

/// A file as given: a capture, a capture packed with gzip, or a zip archive of captures.
public final class CaptureFile {
  /// A capture in the file.
  public struct Member {
    /// Its name in the archive, for display only; nil if the file is the capture.
    public let name: String?
    /// The capture; nil if it cannot be had.
    public let capture: Capture?
    /// Why there is no capture, or why the members behind this one are not read; nil if all is well.
    public let error: CaptureError?
  }

  private enum Content {
    case capture(ByteStream, name: String)
    case zip(ZipArchive)
    case error(CaptureError)
    case nothing
  }

  private let options: CaptureOptions
  private var content: Content
  /// Whether it is an archive of Fiddler's sessions, and the responses that were read with their requests.
  private var isFiddler = false
  private var answered: Set<String> = []
  /// What the bodies in the file may unpack to beyond their proportion, until a capture has it.
  private var freeBytes = ContentCodings.freeBytes
  /// The largest archive that is read from where bytes come in order only, in bytes.
  public static let archiveBytes = 256 << 20

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - stream: Its bytes; nothing consumed yet.
  ///   - name: Its name, of which the ending counts.
  ///   - options: How to read the captures.
  ///   - file: The same bytes in any order, for a zip archive; without it an archive is read into memory.
  public init(_ stream: ByteStream, name: String, options: CaptureOptions, file: RandomAccess? = nil) {
    self.options = options
    content = .nothing
    switch Self.container(stream) {
    case .gzip: content = Self.unpack(stream, name: name)
    case .zip:
      do throws(CaptureError) {
        let bytes = if let file { file } else { try Self.whole(stream) }
        let archive = try ZipArchive(bytes)
        content = .zip(archive)
        isFiddler = FiddlerSession.isArchive(archive)
      } catch {
        content = .error(error)
      }
    case .packets: content = .error(Self.packets)
    default: content = .capture(stream, name: name)
    }
  }

  private static let packets = CaptureError(
    "this is a capture of packets (pcap), which is not read: give what tshark prints of an HTTP stream "
      + "(tshark -q -z follow,http,ascii,0 -r FILE), or record with mitmproxy and give the HAR that it saves")

  /// The next capture; nil at the end. Read what came before first, or not at all.
  public func next() -> Member? {
    switch content {
    case .nothing: return nil
    case .capture(let stream, let name):
      content = .nothing
      return Member(name: nil, capture: capture(stream, name: name), error: nil)
    case .error(let error):
      content = .nothing
      return Member(name: nil, capture: nil, error: error)
    case .zip(let archive) where archive.budget.isExceeded:
      // It has been said of the member before.
      content = .nothing
      return nil
    case .zip(var archive):
      do throws(CaptureError) {
        while let member = try archive.next() {
          if isFiddler, FiddlerSession.isAbout(member.name) || answered.remove(member.name) != nil {
            continue
          }
          content = .zip(archive)
          guard isFiddler, FiddlerSession.isRequest(member.name) else { return open(member, in: archive) }
          if let session = openSession(member, in: archive) { return session }
        }
        content = .nothing
        return nil
      } catch {
        content = .nothing
        return Member(name: nil, capture: nil, error: error)
      }
    }
  }

  /// Opens a request with its response; nil if it only opens a tunnel.
  private func openSession(_ request: ZipArchive.Member, in archive: ZipArchive) -> Member? {
    guard let response = FiddlerSession.response(to: request.name, in: archive) else {
      return open(request, in: archive)
    }
    answered.insert(response.name)
    do throws(CaptureError) {
      let stream = try archive.stream(request)
      guard !FiddlerSession.opensTunnel(stream) else { return nil }
      let session = ByteStream(joining: [stream, try archive.stream(response)])
      return Member(name: request.name, capture: capture(session, name: request.name), error: nil)
    } catch {
      return Member(name: request.name, capture: nil, error: error)
    }
  }

  private func open(_ member: ZipArchive.Member, in archive: ZipArchive) -> Member {
    do throws(CaptureError) {
      let stream = try archive.stream(member)
      var content = Content.capture(stream, name: member.name)
      switch Self.container(stream) {
      case .gzip: content = Self.unpack(stream, name: member.name, within: archive.budget)
      case .zip: content = .error(CaptureError("it is an archive in an archive, which is not read"))
      case .packets: content = .error(Self.packets)
      default: break
      }
      switch content {
      case .capture(let stream, let name):
        return Member(name: member.name, capture: capture(stream, name: name), error: nil)
      case .error(let error): throw error
      case .zip, .nothing: return Member(name: member.name, capture: nil, error: nil)
      }
    } catch {
      return Member(name: member.name, capture: nil, error: error)
    }
  }

  /// A capture in the file. The first has what is free, so that a file of many costs no more than one.
  private func capture(_ stream: ByteStream, name: String) -> Capture {
    defer { freeBytes = 0 }
    return Capture(stream, name: name, options: options, freeBytes: freeBytes)
  }

  /// What is packed with gzip. What is packed within is not read.
  ///
  /// - Parameters:
  ///   - stream: The packed bytes.
  ///   - name: The name of the file or the member.
  ///   - archive: What of the archive may be unpacked that it is a member of; nil if it is the file.
  /// - Returns: The capture, or why there is none.
  private static func unpack(
    _ stream: ByteStream, name: String, within archive: UnpackingBudget? = nil
  ) -> Content {
    let inner = name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
    do throws(CaptureError) {
      let unpacked = try ByteStream(
        inflating: stream, .gzip, within: archive ?? UnpackingBudget(), isInFile: archive == nil)
      return switch container(unpacked) {
      case .gzip, .zip:
        .error(CaptureError("what is packed with gzip is packed within, which is not read"))
      case .packets: .error(packets)
      case nil: .capture(unpacked, name: inner)
      }
    } catch {
      return .error(error)
    }
  }

  /// Whether bytes are packed.
  private static func container(_ stream: ByteStream) -> Container? {
    while stream.window.count < 12, stream.fill() {}
    return Container(UnsafeBufferPointer(rebasing: stream.window.prefix(12)))
  }

  private static func whole(_ stream: ByteStream) throws(CaptureError) -> RandomAccess {
    while stream.window.count <= archiveBytes, stream.fill() {}
    if let error = stream.error { throw error }
    guard stream.window.count <= archiveBytes else {
      throw CaptureError(
        "a zip archive that comes through a pipe may have \(archiveBytes) bytes; give it as a file")
    }
    return RandomAccess(Array(stream.window))
  }
}
