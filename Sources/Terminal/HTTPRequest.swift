/// A request of a browser on this machine, as far as it is understood: GET, a path, and the name of
/// the machine that it was sent to. All else is refused.
package enum HTTPRequest {
  package enum Reading: Equatable, Sendable {
    /// More has to come.
    case incomplete
    case get(path: String)
    case refused(Status)
  }

  package enum Status: Int, Sendable {
    case ok = 200
    case noContent = 204
    case badRequest = 400
    case forbidden = 403
    case notFound = 404
    case notAllowed = 405
    case late = 408
    case tooLarge = 431

    package var reason: String {
      switch self {
      case .ok: "OK"
      case .noContent: "No Content"
      case .badRequest: "Bad Request"
      case .forbidden: "Forbidden"
      case .notFound: "Not Found"
      case .notAllowed: "Method Not Allowed"
      case .late: "Request Timeout"
      case .tooLarge: "Request Header Fields Too Large"
      }
    }
  }

  /// No browser's head of a request for a page is as long.
  package static let mostBytes = 8192

  /// - Parameters:
  ///   - bytes: what has come so far.
  ///   - hosts: what the server is called. A page of another name that leads to this address, which
  ///     is how other people's pages reach servers at home, is refused.
  package static func read(_ bytes: [UInt8], hosts: [String]) -> Reading {
    let head = end(of: bytes)
    if head ?? bytes.count > mostBytes { return .refused(.tooLarge) }
    let isText = bytes.prefix(head ?? bytes.count).allSatisfy {
      (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A || $0 == 0x09
    }
    guard isText else { return .refused(.badRequest) }
    guard let head else { return .incomplete }
    // Lines end with CR LF, and neither stands anywhere else.
    let lines = split(bytes.prefix(head))
    guard let lines, let first = lines.first else { return .refused(.badRequest) }
    let words = first.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, ["HTTP/1.1", "HTTP/1.0"].contains(words[2]) else {
      return .refused(.badRequest)
    }
    guard words[0] == "GET" else { return .refused(.notAllowed) }
    guard words[1].hasPrefix("/") else { return .refused(.badRequest) }
    return fields(lines.dropFirst(), hosts) ?? .get(path: String(words[1]))
  }

  /// Why the fields below the first line are refused.
  private static func fields(_ lines: ArraySlice<String>, _ hosts: [String]) -> Reading? {
    var found: [String] = []
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { return .refused(.badRequest) }
      let name = line[..<colon]
      guard !name.isEmpty, !name.contains(where: { $0 == " " || $0 == "\t" }) else {
        return .refused(.badRequest)
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      switch name.lowercased() {
      case "host": found.append(String(value.split(separator: " ").first ?? ""))
      // A request for a page has nothing behind its head.
      case "transfer-encoding": return .refused(.badRequest)
      case "content-length" where value != "0": return .refused(.badRequest)
      default: break
      }
    }
    guard found.count == 1 else { return .refused(.badRequest) }
    return hosts.contains(found[0].lowercased()) ? nil : .refused(.forbidden)
  }

  /// Where the empty line is that ends the head.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...bytes.count - 4).first {
      bytes[$0] == 0x0D && bytes[$0 + 1] == 0x0A && bytes[$0 + 2] == 0x0D && bytes[$0 + 3] == 0x0A
    }
  }

  private static func split(_ head: ArraySlice<UInt8>) -> [String]? {
    var lines: [String] = []
    var line: [UInt8] = []
    var isEnding = false
    for byte in head {
      switch (byte, isEnding) {
      case (0x0D, false): isEnding = true
      case (0x0A, true):
        lines.append(String(decoding: line, as: UTF8.self))
        (line, isEnding) = ([], false)
      case (0x0D, true), (0x0A, false), (_, true): return nil
      case (_, false): line.append(byte)
      }
    }
    if isEnding { return nil }
    return lines + [String(decoding: line, as: UTF8.self)]
  }
}
