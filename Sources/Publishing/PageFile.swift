import PageAssets

/// The files that stand beside the pages, the same for every course.
package enum PageFile: String, CaseIterable, Sendable {
  case style = "page.css"
  case script = "page.js"
  /// What the script computes: numbers with other givens, marks.
  case numbers = "numbers.js"
  case font = "mathematics.woff2"
  case fontLicence = "mathematics-licence.txt"

  /// In the order in which they run.
  package static let scripts: [PageFile] = [.numbers, .script]

  package var bytes: [UInt8] {
    var count = 0
    let start =
      switch self {
      case .style: page_assets_style(&count)
      case .script: page_assets_script(&count)
      case .numbers: page_assets_numbers(&count)
      case .font: page_assets_font(&count)
      case .fontLicence: page_assets_font_licence(&count)
      }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }
}
