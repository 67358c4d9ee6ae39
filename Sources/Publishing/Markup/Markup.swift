import SourceText

/// A part of a page: text, or an element with what is in it. What a lesson says gets into a page as
/// one of these and in no other way: elements and attributes are those of the lists below, among
/// them none that runs anything, addresses are `Address`es, and text is written by `MarkupWriter`,
/// which lets no character of it mean anything.
package indirect enum Markup: Sendable, Equatable {
  case text(String)
  case element(Element, [Attribute], [Markup])
  case several([Markup])
  /// Data for the page's script, as JSON.
  case data(id: String, json: String)

  package static let nothing = Markup.several([])

  package static func element(
    _ element: Element, _ attributes: [Attribute] = [], _ inner: Markup...
  ) -> Markup {
    .element(element, attributes, inner)
  }

  package static func element(
    _ element: Element, _ attributes: [Attribute] = [], text: String
  ) -> Markup {
    .element(element, attributes, [.text(text)])
  }

  /// Every element that a page may have.
  package enum Element: String, Sendable {
    case html, head, body, meta, title, link, script
    case header, nav, main, footer, section, div, span, p, h1, h2, h3, h4, h5, h6
    case a, strong, em, del, code, pre, br, hr, img, kbd
    case ol, ul, li, blockquote, table, thead, tbody, tr, th, td
    case figure, figcaption, details, summary
    case form, fieldset, legend, label, input, button, output
    case svg, g, path, circle
    case words = "text"
    // Mathematics.
    case math, mrow, mi, mn, mo, mtext, mspace, mfrac, msqrt, mroot, mtable, mtr, mtd
    case msub, msup, msubsup, munder, mover, munderover

    /// Whether it has nothing in it and no end.
    var isEmpty: Bool { Self.empty.contains(self) }

    private static let empty: Set<Element> = [.meta, .link, .br, .hr, .img, .input]
  }

  /// Every attribute that an element may have. None of them takes a script or a style, and those
  /// that take an address take an `Address`.
  package enum Attribute: Sendable, Equatable {
    case id(String)
    /// Classes, with spaces between.
    case kind(String)
    case language(String)
    case role(Role)
    case label(String)
    case labelled(by: String)
    case live
    case hidden
    case focusable(Int)
    case title(String)
    case type(InputType)
    case name(String)
    case value(String)
    case columns(Int)
    case keyboard
    case href(Address)
    case source(Address)
    case outside
    case alternative(String)
    case size(width: Int, height: Int)
    case lazy
    case start(Int)
    case scope(Scope)
    /// Data for the page's script.
    case data(Datum, String)
    case page(PageAttribute)
    case drawing(Drawing)
    case math(Math)
  }

  package enum Role: String, Sendable { case group, img }
  package enum InputType: String, Sendable { case text, submit, radio, checkbox }
  package enum Scope: String, Sendable {
    case column = "col"
    case row
  }

  package enum Datum: String, Sendable {
    /// The place of a number among those of the page: there are thousands.
    case n
    case soft, stop, claim, question, lesson, course, everywhere
    /// Where the script is to make a formula.
    case formula
  }

  /// Of the head of a page, all of them the program's own.
  package enum PageAttribute: Sendable, Equatable {
    case charset, styleSheet
    case meta(name: String, content: String)
    case policy(String)
  }

  package enum Drawing: Sendable, Equatable {
    case viewBox(width: Int, height: Int)
    case path(String)
    case centre(x: Double, y: Double, radius: Double)
    case at(x: Double, y: Double)
    case anchor(Anchor)
  }
  package enum Anchor: String, Sendable { case start, middle, end }

  package enum Math: Sendable, Equatable {
    case block
    case spoken(String)
    case prefix, infix
    case stretches(Bool)
    case noSpace
    /// In ems: a prime stands clear of the letter that leans over to it.
    case spaceBefore(Double)
    /// As TeX spaces an operation of two.
    case binary
    case upright
    case accent, accentUnder
    case still
    case noLine
    case width(Double)
  }
}
