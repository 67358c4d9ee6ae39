import SourceText

/// Where a link leads, or an image lies. There is none that runs anything: what a lesson links to
/// is one only where it is a page on the web, a mail, a place on the page, or a file beside it.
package struct Address: Sendable, Equatable {
  package let text: String

  private init(text: String) { self.text = text }

  /// One of the files that are written together.
  package init(file: String, anchor: String? = nil) {
    // A path from the root, or two slashes, would leave the folder.
    text =
      Self.escaped(String(file.drop { $0 == "/" })) + (anchor.map { "#" + Self.escaped($0) } ?? "")
  }

  /// A place on the page.
  package init(anchor: String) { text = "#" + Self.escaped(anchor) }

  /// A page of somebody else, or a mail; nil for anything else, such as `javascript:`.
  package init?(outside destination: String) {
    let lower = destination.lowercased()
    guard ["https://", "http://", "mailto:"].contains(where: { lower.hasPrefix($0) }),
      !destination.unicodeScalars.contains(where: { $0.isHidden || $0 == " " })
    else { return nil }
    text = destination
  }

  /// A grey picture.
  package init(png bytes: [UInt8]) { text = "data:image/png;base64," + Self.base64(bytes) }

  /// A drawing, which as a page of its own could run what is in it, and as a picture does not.
  init(svg bytes: [UInt8]) { text = "data:image/svg+xml;base64," + Self.base64(bytes) }

  /// Whether it is the whole of a picture, and leads nowhere.
  var isWithin: Bool { text.hasPrefix("data:") }

  /// Whether it leads away from the pages.
  package var isOutside: Bool { text.contains(":") }

  /// A path in which nothing but letters, digits and a few signs is written as it is, so that it
  /// is no other kind of address.
  private static func escaped(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var escaped = String.UnicodeScalarView()
    for byte in path.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.properties.isAlphabetic && byte < 0x80 || ("0"..."9").contains(scalar)
        || "-._~/".unicodeScalars.contains(scalar)
      if isPlain {
        escaped.append(scalar)
      } else {
        escaped.append("%")
        escaped.append(digits[Int(byte >> 4)])
        escaped.append(digits[Int(byte & 15)])
      }
    }
    return String(escaped)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
      let all = three[0] << 16 | three[1] << 8 | three[2]
      for place in 0..<4 {
        let isThere = place <= min(3, bytes.count - start)
        text.append(isThere ? digits[all >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
