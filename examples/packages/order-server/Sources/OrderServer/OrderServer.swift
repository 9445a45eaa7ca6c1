import NIOCore
import NIOHTTP1
import NIOPosix

/// A server of the order service.
public final class OrderServer: Sendable {
  private let channel: any Channel
  /// The port it listens on.
  public let port: Int

  private init(_ channel: any Channel) {
    self.channel = channel
    port = channel.localAddress?.port ?? 0
  }

  /// Starts a server on the loopback address.
  ///
  /// - Parameter port: The port; 0 for any that is free.
  /// - Returns: The server, which listens.
  /// - Throws: If the port is taken.
  public static func start(port: Int = 0) async throws -> OrderServer {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(HTTPHandler())
        }
      }
    return OrderServer(try await bootstrap.bind(host: "127.0.0.1", port: port).get())
  }

  /// Stops it.
  public func stop() async throws { try await channel.close() }
}

/// Takes a request off one connection and answers it.
private final class HTTPHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private static let largest = 1 << 20
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(var part):
      // What is larger than any order is refused by what is left of it.
      if body.readableBytes < Self.largest { body.writeBuffer(&part) }
    case .end:
      guard let head else { return }
      let answer = OrderService.answer(to: Array(body.readableBytesView), method: head.method.rawValue)
      write(answer, to: head, context)
    }
  }

  private func write(
    _ answer: OrderService.Answer, to request: HTTPRequestHead, _ context: ChannelHandlerContext
  ) {
    let bytes = Array(answer.body.utf8)
    var head = HTTPResponseHead(
      version: request.version, status: HTTPResponseStatus(statusCode: answer.status))
    head.headers.add(name: "Content-Length", value: "\(bytes.count)")
    head.headers.add(name: "Content-Type", value: "text/xml; charset=utf-8")
    if answer.status == 405 { head.headers.add(name: "Allow", value: "POST") }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
