import GreyPixels
package import Matrices
package import Pictures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A grey picture from a PNG file; the only door to it.
package struct GreyPicture: Sendable {
  package let width: Int
  package let height: Int
  /// Row by row, from 0 (black) to 1 (white).
  package let pixels: [Double]

  /// Why there is none.
  package enum Problem: Error, Hashable, Sendable {
    case noPNG, torn, colours, transparent, tooLarge, noMemory

    init(_ code: Int32) {
      switch Int(code) {
      case GREY_NO_PNG: self = .noPNG
      case GREY_COLOUR: self = .colours
      case GREY_TRANSPARENT: self = .transparent
      case GREY_TOO_LARGE: self = .tooLarge
      case GREY_NO_MEMORY: self = .noMemory
      default: self = .torn
      }
    }

    /// To follow the name of the file in a sentence.
    package var told: String {
      switch self {
      case .noPNG: "is no PNG picture"
      case .torn: "is damaged, or ends too early"
      case .colours: "has colours, and data are grey"
      case .transparent: "has transparency, and a pixel of data is one number"
      case .tooLarge: "has more than \(GreyPicture.mostPixels) pixels"
      case .noMemory: "does not fit into the memory"
      }
    }
  }

  /// Far more than the course needs; a header of a few bytes may say billions.
  package static let mostPixels = 4_000_000

  package init(_ bytes: [UInt8]) throws(Problem) {
    var (width, height): (UInt32, UInt32) = (0, 0)
    let size = grey_size(bytes, bytes.count, Self.mostPixels, &width, &height)
    guard Int(size) == GREY_FINE else { throw Problem(size) }
    var pixels = Array(repeating: 0.0, count: Int(width) * Int(height))
    let read = grey_read(bytes, bytes.count, Self.mostPixels, &pixels)
    guard Int(read) == GREY_FINE else { throw Problem(read) }
    (self.width, self.height, self.pixels) = (Int(width), Int(height), pixels)
  }

  /// The picture cut into tiles, row by row: a column for each tile, its pixels row by row.
  ///
  /// - Returns: nil when the tiles do not fill it, or there are fewer.
  package func tiles(_ rows: Int, _ columns: Int, count: Int?) -> Matrix<Double>? {
    guard rows > 0, columns > 0, height % rows == 0, width % columns == 0 else { return nil }
    let across = width / columns
    let all = across * (height / rows)
    let count = count ?? all
    guard count > 0, count <= all else { return nil }
    return Matrix(shape: Shape(rows * columns, count)) { pixel, tile in
      let row = tile / across * rows + pixel / columns
      return pixels[row * width + tile % across * columns + pixel % columns]
    }
  }
}

extension Raster {
  /// As a PNG file with a description in it; nil where there is no memory for it.
  package func png(_ description: String) -> [UInt8]? {
    var count = 0
    let ascii = String(description.unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 })
    guard
      let bytes = grey_write(pixels, UInt32(width), UInt32(height), ascii, &count)
    else { return nil }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
