import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Answers a browser on this machine, and nobody else: it listens at 127.0.0.1 alone, at a port that
/// is free. It reads no file: what it has to say it is told. One thread has all connections, none of
/// which can keep it waiting.
package final class LoopbackServer: Sendable {
  package struct Answer: Sendable {
    package var status: HTTPRequest.Status
    package var type: String
    package var bytes: [UInt8]

    package init(_ status: HTTPRequest.Status, type: String = "text/plain", bytes: [UInt8] = []) {
      (self.status, self.type, self.bytes) = (status, type, bytes)
    }
  }

  /// What is at a path; nil where somebody waits there for news that have not come, unless it is
  /// late: then there must be an answer.
  package typealias Answering = @Sendable (_ path: String, _ isLate: Bool) -> Answer?

  package let port: UInt16
  private let listener: Int32
  /// A byte in the second end says that there is news.
  private let pipe: (out: Int32, in: Int32)
  private let answer: Answering

  /// What it may be called.
  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }

  /// So many connections at once; of more the oldest that has not asked for anything yet is closed.
  private static let mostConnections = 32
  /// How long a browser may take to ask, or to read, and how long it waits for news.
  private static let (patience, waiting) = (5_000, 25_000)

  /// - Returns: nil when the system has no port to give.
  package init?(_ answer: @escaping Answering) {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let own = socket(AF_INET, stream, 0)
    guard own >= 0 else { return nil }
    var address = sockaddr_in()
    #if canImport(Darwin)
      address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
    #endif
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // Without it the system keeps the port for a minute after a connection that ended here.
    var isReused: Int32 = 1
    _ = setsockopt(
      own, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(own, $0, size) == 0 && listen(own, 64) == 0 && getsockname(own, $0, &size) == 0
      }
    }
    var ends: [Int32] = [-1, -1]
    guard isBound, systemPipe(&ends) == 0 else {
      close(own)
      return nil
    }
    for descriptor in [own] + ends { Self.prepare(descriptor) }
    (listener, pipe) = (own, (ends[0], ends[1]))
    port = UInt16(bigEndian: address.sin_port)
    self.answer = answer
  }

  /// It neither waits nor is handed on to other programs.
  private static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  /// - Returns: false when there can be no thread for it.
  package func start() -> Bool { Background.start { self.serve() } }

  /// Says that those who wait may have an answer now.
  package func tellNews() {
    var byte: UInt8 = 0
    _ = write(pipe.in, &byte, 1)
  }

  // MARK: - Connections

  private struct Connection {
    enum State {
      case asking([UInt8])
      /// For news at a path.
      case waiting(String)
      case answering([UInt8], sent: Int)
    }

    var descriptor: Int32
    var state = State.asking([])
    /// When it is closed, or has to have an answer.
    var end: Int
  }

  private func serve() {
    var connections: [Connection] = []
    while true {
      var waited = [listener, pipe.out].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      waited += connections.map { connection in
        let isAnswering = if case .answering = connection.state { true } else { false }
        return pollfd(
          fd: connection.descriptor, events: Int16(isAnswering ? POLLOUT : POLLIN), revents: 0)
      }
      let now = Clock.milliseconds
      let until = connections.map(\.end).min().map { Int32(clamping: max(0, $0 - now)) } ?? -1
      let ready = poll(&waited, nfds_t(waited.count), until)
      if ready < 0, errno != EINTR { return }
      let hasNews = waited[1].revents != 0
      if hasNews { drain() }
      for index in connections.indices {
        advance(&connections[index], waited[index + 2].revents != 0, hasNews)
      }
      connections.removeAll { $0.descriptor < 0 }
      if waited[0].revents != 0 { accept(into: &connections) }
    }
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(pipe.out, &bytes, bytes.count) > 0 {}
  }

  private func accept(into connections: inout [Connection]) {
    while true {
      #if canImport(Glibc)
        let new = Glibc.accept(listener, nil, nil)
      #elseif canImport(Musl)
        let new = Musl.accept(listener, nil, nil)
      #else
        let new = Darwin.accept(listener, nil, nil)
      #endif
      guard new >= 0 else { return }
      Self.prepare(new)
      #if canImport(Darwin)
        var isSet: Int32 = 1
        setsockopt(new, SOL_SOCKET, SO_NOSIGPIPE, &isSet, socklen_t(MemoryLayout<Int32>.size))
      #endif
      if connections.count >= Self.mostConnections {
        let oldest = connections.firstIndex {
          if case .asking = $0.state { true } else { false }
        }
        close(connections.remove(at: oldest ?? 0).descriptor)
      }
      connections.append(
        Connection(descriptor: new, end: Clock.milliseconds + Self.patience))
    }
  }

  /// Does what can be done without waiting; a connection that is over has no descriptor then.
  private func advance(_ connection: inout Connection, _ isReady: Bool, _ hasNews: Bool) {
    let isLate = Clock.milliseconds >= connection.end
    switch connection.state {
    case .asking(let known):
      if isReady {
        ask(&connection, known)
      } else if isLate {
        begin(&connection, Answer(.late))
      }
    case .waiting(let path):
      // A browser that waits says nothing more: it has gone.
      if isReady, !isLate { return end(&connection) }
      if hasNews || isLate, let answer = answer(path, isLate) { begin(&connection, answer) }
    case .answering:
      if isReady { send(&connection) } else if isLate { end(&connection) }
    }
  }

  private func ask(_ connection: inout Connection, _ known: [UInt8]) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(connection.descriptor, &bytes, bytes.count)
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else { return end(&connection) }
    let all = known + bytes.prefix(count)
    switch HTTPRequest.read(all, hosts: hosts) {
    case .incomplete: connection.state = .asking(all)
    case .refused(let status): begin(&connection, Answer(status))
    case .get(let path):
      if let answer = answer(path, false) { return begin(&connection, answer) }
      connection.state = .waiting(path)
      connection.end = Clock.milliseconds + Self.waiting
    }
  }

  private func begin(_ connection: inout Connection, _ answer: Answer) {
    let text =
      answer.bytes.isEmpty && answer.status != .ok && answer.status != .noContent
      ? Array("\(answer.status.rawValue) \(answer.status.reason)\n".utf8) : answer.bytes
    let head = """
      HTTP/1.1 \(answer.status.rawValue) \(answer.status.reason)\r
      Content-Type: \(answer.type); charset=utf-8\r
      Content-Length: \(text.count)\r
      Connection: close\r
      Cache-Control: no-store\r
      X-Content-Type-Options: nosniff\r
      Referrer-Policy: no-referrer\r
      Cross-Origin-Resource-Policy: same-origin\r
      \r

      """
    connection.state = .answering(Array(head.utf8) + text, sent: 0)
    connection.end = Clock.milliseconds + Self.patience
    send(&connection)
  }

  private func send(_ connection: inout Connection) {
    guard case .answering(let bytes, var sent) = connection.state else { return }
    while sent < bytes.count {
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      let count = bytes.withUnsafeBytes {
        systemSend(connection.descriptor, $0.baseAddress! + sent, bytes.count - sent, flags)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        connection.state = .answering(bytes, sent: sent)
        return
      }
      guard count > 0 else { return end(&connection) }
      sent += count
      connection.end = Clock.milliseconds + Self.patience
    }
    end(&connection)
  }

  private func end(_ connection: inout Connection) {
    // What was sent is to arrive, also where the other side has said more than was read.
    shutdown(connection.descriptor, Int32(SHUT_WR))
    var rest = [UInt8](repeating: 0, count: 16_384)
    _ = read(connection.descriptor, &rest, rest.count)
    close(connection.descriptor)
    connection.descriptor = -1
  }
}

// Inside the type these names would mean its own members.
private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }
private func systemSend(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int, _ flags: Int32
) -> Int {
  send(descriptor, bytes, count, flags)
}
