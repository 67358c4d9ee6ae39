import Pictures
import Testing

/// Curves, axes and ticks; what is expected was worked out by hand.
struct `Charts` {
  static func points(_ numbers: [Double], _ value: (Double) -> Double) -> [Chart.Point] {
    numbers.map { Chart.Point($0, value($0)) }
  }

  static func drawn(
    _ chart: Chart, width: Int = 30, height: Int = 7, _ dots: Rendition.Dots = .signs,
    ascii: Bool = true
  ) -> [String] {
    chart.lines(
      width: width, height: height, Rendition(greys: .thresholds, dots: dots, ascii: ascii)
    ).map(\.text)
  }

  @Test func `a line goes from corner to corner`() {
    let chart = Chart([.init("y", Self.points([0, 1, 2, 3, 4]) { $0 })], over: "x")
    let drawn = Self.drawn(chart)
    #expect(drawn[4].hasPrefix("0 +*"))
    #expect(drawn.count == 7)
    #expect(drawn.allSatisfy { $0.count <= 30 && $0.allSatisfy { $0.isASCII } })
    #expect(drawn[6].hasSuffix("x"))
  }

  @Test(arguments: Rendition.Dots.allCases, [20, 30, 80, 200])
  func `every row has room, and blank is a blank`(dots: Rendition.Dots, width: Int) {
    let chart = Chart(
      [.init("a", Self.points((0...50).map(Double.init)) { $0 * $0 - 100 })],
      marks: [.init(.least, of: 0, .init(0, -100))], over: "x")
    let drawn = Self.drawn(chart, width: width, height: 12, dots, ascii: false)
    #expect(drawn.count == 12)
    #expect(drawn.allSatisfy { $0.count <= width })
    #expect(!drawn.joined().contains("\u{2800}"))
    #expect(drawn.joined().count { $0 == "●" } == 1)
  }

  /// Where it has no value nothing is drawn, and nothing is drawn across.
  @Test func `a gap stays empty`() {
    let numbers = (0...20).map(Double.init)
    let chart = Chart(
      [.init("y", Self.points(numbers) { (8...12).contains($0) ? .nan : 1 })], over: "x")
    #expect(chart.curves[0].gaps == [8...12])
    let line = Self.drawn(chart, width: 40).first { $0.contains("*") } ?? ""
    #expect(line.split(separator: "*").count { $0.allSatisfy { $0 == " " } } == 1)
    #expect(Chart.Curve("y", Self.points([1, 2]) { _ in .infinity }).gaps == [1...2])
  }

  @Test func `what is constant, empty or huge is drawn, too`() {
    for value in [0, 5, -1e-12, 1e300, -1e308, .leastNonzeroMagnitude] {
      let chart = Chart([.init("y", Self.points([0, 1]) { _ in value })], over: "x")
      #expect(Self.drawn(chart).joined().contains("*"), "\(value)")
    }
    for value in [Double.nan, .infinity] {
      let chart = Chart([.init("y", Self.points([0, 1]) { _ in value })], over: "x")
      #expect(!Self.drawn(chart).joined().contains("*"), "\(value)")
    }
    #expect(Self.drawn(Chart([], over: "x")).count == 7)
    let wide = Chart([.init("y", Self.points([-1e308, 1e308]) { $0 })], over: "x")
    #expect(Self.drawn(wide).joined().contains("*"))
  }

  @Test func `several curves have numbers at their ends`() {
    let numbers = (0...10).map(Double.init)
    let chart = Chart(
      [
        .init("a", Self.points(numbers) { $0 }), .init("b", Self.points(numbers) { 10 - $0 }),
        .init("c", Self.points(numbers) { _ in 10 }),
      ], over: "x")
    let drawn = Self.drawn(chart, width: 40, height: 10)
    let ends = drawn.prefix(8).compactMap { $0.last }.filter(\.isNumber)
    #expect(Set(ends) == ["1", "2", "3"])
    #expect(drawn.joined().contains("+") && drawn.joined().contains("x"))
  }

  @Test func `ticks are round numbers`() {
    func ticks(_ low: Double, _ high: Double, _ most: Int, _ scale: Axis.Scale = .linear)
      -> [String]
    {
      Axis.texts(Axis(scale, over: [low, high]).ticks(most))
    }
    #expect(ticks(0, 1, 6) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(ticks(0.001, 0.6, 5) == ["0.2", "0.4", "0.6"])
    #expect(ticks(-1, 3, 5) == ["−1", "0", "1", "2", "3"])
    #expect(ticks(0, 400, 5) == ["0", "100", "200", "300", "400"])
    #expect(ticks(0, 3e7, 4) == ["0", "1e7", "2e7", "3e7"])
    #expect(ticks(0.001, 100, 6, .logarithmic) == ["0.001", "0.01", "0.1", "1", "10", "100"])
    #expect(ticks(1e-9, 1, 5, .logarithmic) == ["1e−9", "1e−7", "1e−5", "1e−3", "1e−1"])
    #expect(ticks(2, 9, 5, .logarithmic) == ["2", "5"])
  }

  @Test func `a logarithmic axis leaves out what is not above 0, and counts it`() {
    let chart = Chart(
      [.init("y", Self.points([1, 2, 3]) { $0 - 2 })], over: "x", vertical: .logarithmic)
    #expect(chart.unshown == 2)
    #expect(chart.vertical.place(0) == nil)
    #expect(Axis(.logarithmic, over: [0.01, 100]).place(1) == 0.5)
  }

  @Test func `the axis is the curve's as a picture, too`() {
    let chart = Chart([.init("y", Self.points([0, 1]) { $0 })], over: "x")
    let raster = chart.raster
    #expect(raster.pixels.count == raster.width * raster.height)
    #expect(raster.pixels.contains(0) && raster.pixels.contains(255))
  }
}
