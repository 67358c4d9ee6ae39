import SourceText

/// Writes a page: the one place where its text becomes HTML. No character of a text or of the value
/// of an attribute means anything there, and none is written that cannot be seen.
package struct MarkupWriter {
  private var written = ""

  package static func text(_ markup: Markup) -> String {
    var writer = MarkupWriter()
    writer.write(markup, keepsLines: false)
    return writer.written
  }

  package static func page(_ markup: Markup) -> String { "<!DOCTYPE html>\n" + text(markup) + "\n" }

  private mutating func write(_ markup: Markup, keepsLines: Bool) {
    switch markup {
    case .text(let text): escape(keepsLines ? text.visibleLines : text.visible)
    case .several(let parts): for part in parts { write(part, keepsLines: keepsLines) }
    case .element(let element, let attributes, let inner):
      written += "<\(element.rawValue)"
      for (name, value) in attributes.flatMap(Self.pairs) { write(name, value) }
      written += ">"
      if !element.isEmpty {
        for part in inner { write(part, keepsLines: keepsLines || element == .pre) }
        written += "</\(element.rawValue)>"
      }
      if element.endsLine { written += "\n" }
    case .data(let id, let json):
      written += "<script type=\"application/json\""
      write("id", id)
      written += ">"
      // Within a script nothing is escaped; what could end it is written otherwise in JSON.
      for scalar in json.unicodeScalars {
        switch scalar {
        case "<": written += "\\u003c"
        case ">": written += "\\u003e"
        case "&": written += "\\u0026"
        case "\u{2028}": written += "\\u2028"
        case "\u{2029}": written += "\\u2029"
        default: written.unicodeScalars.append(scalar)
        }
      }
      written += "</script>\n"
    }
  }

  private mutating func escape(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": written += "&amp;"
      case "<": written += "&lt;"
      case ">": written += "&gt;"
      case "\"": written += "&quot;"
      case "'": written += "&#39;"
      default: written.unicodeScalars.append(scalar)
      }
    }
  }

  // MARK: - Attributes

  private mutating func write(_ name: String, _ value: String) {
    written += " \(name)=\""
    escape(value.visible)
    written += "\""
  }

  /// The names of an attribute with their values. One without a value is there or not.
  static func pairs(_ attribute: Markup.Attribute) -> [(String, String)] {
    switch attribute {
    case .id(let id): [("id", id)]
    case .kind(let kinds): [("class", kinds)]
    case .language(let language): [("lang", language)]
    case .role(let role): [("role", role.rawValue)]
    case .label(let label): [("aria-label", label)]
    case .labelled(let id): [("aria-labelledby", id)]
    case .live: [("aria-live", "polite")]
    case .hidden: [("hidden", "")]
    case .focusable(let place): [("tabindex", String(place))]
    case .title(let title): [("title", title)]
    case .type(let type): [("type", type.rawValue)]
    case .name(let name): [("name", name)]
    case .value(let value): [("value", value)]
    case .columns(let count): [("size", String(count))]
    case .keyboard: [("autocomplete", "off"), ("spellcheck", "false"), ("autocapitalize", "off")]
    case .href(let address): [("href", address.text)]
    case .source(let address): [("src", address.text)]
    case .outside: [("rel", "noopener noreferrer")]
    case .alternative(let words): [("alt", words)]
    case .size(let width, let height): [("width", String(width)), ("height", String(height))]
    case .lazy: [("loading", "lazy")]
    case .start(let number): [("start", String(number))]
    case .scope(let scope): [("scope", scope.rawValue)]
    case .data(let datum, let value): [("data-" + datum.rawValue, value)]
    case .page(let attribute): pairs(attribute)
    case .drawing(let attribute): pairs(attribute)
    case .math(let attribute): pairs(attribute)
    }
  }

  private static func pairs(_ attribute: Markup.PageAttribute) -> [(String, String)] {
    switch attribute {
    case .charset: [("charset", "utf-8")]
    case .styleSheet: [("rel", "stylesheet")]
    case .meta(let name, let content): [("name", name), ("content", content)]
    case .policy(let policy): [("http-equiv", "Content-Security-Policy"), ("content", policy)]
    }
  }

  private static func pairs(_ attribute: Markup.Drawing) -> [(String, String)] {
    switch attribute {
    case .viewBox(let width, let height): [("viewBox", "0 0 \(width) \(height)")]
    case .path(let path): [("d", path)]
    case .centre(let x, let y, let radius):
      [("cx", x.short), ("cy", y.short), ("r", radius.short)]
    case .at(let x, let y): [("x", x.short), ("y", y.short)]
    case .anchor(let anchor): [("text-anchor", anchor.rawValue)]
    }
  }

  private static func pairs(_ attribute: Markup.Math) -> [(String, String)] {
    switch attribute {
    case .block: [("display", "block")]
    case .spoken(let words): [("alttext", words)]
    case .prefix: [("form", "prefix")]
    case .infix: [("form", "infix")]
    case .stretches(let stretches): [("stretchy", stretches ? "true" : "false")]
    case .noSpace: [("lspace", "0"), ("rspace", "0")]
    case .binary: [("lspace", "0.222em"), ("rspace", "0.222em")]
    case .spaceBefore(let width): [("lspace", "\(width.short)em")]
    case .upright: [("mathvariant", "normal")]
    case .accent: [("accent", "true")]
    case .accentUnder: [("accentunder", "true")]
    case .still: [("movablelimits", "false")]
    case .noLine: [("linethickness", "0")]
    case .width(let width): [("width", "\(width.short)em")]
    }
  }
}

extension Markup.Element {
  /// Whether a line of the file ends behind it.
  fileprivate var endsLine: Bool { Self.lines.contains(self) }

  private static let lines: Set<Self> = [
    .head, .title, .meta, .link, .script, .header, .nav, .main, .footer, .section, .div, .p, .h1,
    .h2, .h3, .h4, .h5, .h6, .ol, .ul, .li, .blockquote, .table, .tr, .figure, .details, .form,
    .body,
  ]
}

extension Double {
  /// With two decimals at most, for places in a drawing.
  var short: String {
    let hundredths = (self * 100).rounded()
    guard hundredths.magnitude < 1e12 else { return "0" }
    let number = Int(hundredths)
    let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = number < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
