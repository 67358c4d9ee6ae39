import Kernels
import Matrices
import Notation
import Peak
import SourceText
import TileLoops
import Training

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Times a cost and its slopes on many examples, and prints numbers; training.py puts NumPy beside
/// it and compares the values.
///
///     training-benchmark floor FLOPS SIGMOIDS
///     training-benchmark run VISIBLE HIDDEN EXAMPLES THREADS LEVEL REPEATS [WIDTH] [FOLDER]
@main
struct TrainingBenchmark {
  /// The sparse autoencoder as its lesson writes it, on seven examples.
  static func lesson(_ visible: Int, _ hidden: Int, _ m: Int) -> String {
    #"""
    m = \#(m)
    \lambda = 0.0001, \quad \rho = 0.01, \quad \beta = 3
    x \in \mathbb{R}^{\#(visible) \times \#(m)}
    x \sim \mathcal{U}(0.1, 0.9)
    u \in \mathbb{R}^{\#(m)}
    u \sim \mathcal{U}(1, 1)
    v \in \mathbb{R}^{\#(hidden)}
    v \sim \mathcal{U}(1, 1)
    W^{(1)} \in \mathbb{R}^{\#(hidden) \times \#(visible)}
    W^{(1)} \sim \mathcal{U}(-0.2, 0.2)
    W^{(2)} \in \mathbb{R}^{\#(visible) \times \#(hidden)}
    W^{(2)} \sim \mathcal{U}(-0.2, 0.2)
    b^{(1)} \in \mathbb{R}^{\#(hidden)}
    b^{(1)} \sim \mathcal{U}(-0.1, 0.1)
    b^{(2)} \in \mathbb{R}^{\#(visible)}
    b^{(2)} \sim \mathcal{U}(-0.1, 0.1)
    f(z) = \frac{1}{1 + e^{-z}}
    z^{(2)} = W^{(1)} x + b^{(1)}
    a^{(2)} = f(z^{(2)})
    z^{(3)} = W^{(2)} a^{(2)} + b^{(2)}
    a^{(3)} = f(z^{(3)})
    \hat\rho = \frac{1}{m} a^{(2)} u
    J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + \frac{\lambda}{2} (\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2) + \beta v^T (\rho \log \frac{\rho}{\hat\rho} + (1 - \rho) \log \frac{1 - \rho}{1 - \hat\rho})
    """#
  }

  static func read(_ text: String) -> Workspace {
    let file = SourceFile(path: "benchmark", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    precondition((read.findings + result.findings).isEmpty, "\(result.findings.map(\.summary))")
    return workspace
  }

  static func name(_ base: String, _ member: Int? = nil) -> Name {
    var name = Name(base)
    name.member = member
    return name
  }

  static func milliseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
  }

  static func write(_ path: String, _ numbers: [Double]) {
    guard let file = fopen(path, "wb") else { return }
    _ = numbers.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  /// The time of so many flops at the rate of the registers, and of so many sigmoids in the cache.
  static func floor(_ flops: Double, _ sigmoids: Double) {
    let rate = peak_rate()
    let count = 1_024
    let numbers = UnsafeMutablePointer<Double>.allocate(capacity: 2 * count)
    for index in 0..<2 * count { numbers[index] = Double(index % 17) / 4 - 2 }
    let place = TileOperand(
      space: Int64(TILE_FIXED), offset: 0, tile: 0, row: 0, is_number: 0)
    var out = place
    out.offset = Int64(count)
    var sigmoid = TileEntrywise(
      code: Int64(TILE_LOGISTIC), out: out, a: place, b: place, c: place, added: -1, lanes: place)
    var best = Double.infinity
    for _ in 0..<9 {
      let start = milliseconds(CLOCK_MONOTONIC)
      for _ in 0..<200 { tile_entrywise(&sigmoid, numbers, Int64(count)) }
      best = min(best, milliseconds(CLOCK_MONOTONIC) - start)
    }
    print("rate", rate / 1e9)
    print("products", flops / rate * 1e3)
    print("sigmoids", best / 200 / Double(count) * sigmoids)
  }

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.count == 3, words[0] == "floor", let flops = Double(words[1]),
      let sigmoids = Double(words[2])
    {
      return floor(flops, sigmoids)
    }
    guard words.count >= 6 else { return }
    let sizes = words.map { Int($0) ?? 0 }
    let (visible, hidden, m) = (sizes[0], sizes[1], sizes[2])
    let (threads, level, repeats) = (sizes[3], sizes[4], sizes[5])
    let width = words.count > 6 && sizes[6] > 0 ? sizes[6] : TiledCost.width
    print("level", TiledCost.takeLevel(level))
    let began = milliseconds(CLOCK_MONOTONIC)
    let workspace = read(lesson(visible, hidden, 7))
    let (x, count) = (name("x"), name("m"))
    let parameters = [name("W", 1), name("W", 2), name("b", 1), name("b", 2)]
    guard let formula = Kernel(valueOf: name("J"), in: workspace),
      let graph = CostGraph(
        of: formula, by: parameters, over: [x, count], forExamples: true, workspace)
    else { return }
    let tiled: TiledCost
    do {
      tiled = try TiledCost(graph, columnsOf: [x], counts: [count], workspace, width: width)
    } catch {
      print("falls back:", error.told)
      return
    }
    print("prepared", milliseconds(CLOCK_MONOTONIC) - began)
    var random = RandomNumbers(seed: 7)
    let data = Matrix(shape: Shape(visible, m)) { _, _ in 0.1 + 0.8 * random.uniform() }
    tiled.threads = threads
    tiled.bind([x: data])
    let theta = parameters.flatMap { workspace.values[$0]?.elements ?? [] }
    var gradient = Array(repeating: 0.0, count: theta.count)
    var cost = 0.0
    cost = tiled.evaluate(theta, &gradient)
    // Of one thread what it computes is timed, not what others do on the machine meanwhile.
    let clock = threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
    var times: [Double] = []
    for _ in 0..<repeats {
      let start = milliseconds(clock)
      cost = tiled.evaluate(theta, &gradient)
      times.append(milliseconds(clock) - start)
    }
    times.sort()
    print("time", times[0], times[repeats / 2])
    print("bytes", tiled.bytes)
    print("passes", tiled.passes)
    if words.count > 7 {
      write(words[7] + "/x", data.elements)
      write(words[7] + "/theta", theta)
      write(words[7] + "/result", [cost] + gradient)
    }
  }
}
