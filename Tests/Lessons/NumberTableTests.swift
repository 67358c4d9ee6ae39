import Kernels
import Lessons
import Matrices
import SourceText
import Testing

/// Numbers from text files as people and programs write them: the right numbers, or what is wrong
/// with its line and column.
struct `Tables of numbers` {
  static func rows(_ text: String, _ header: NumberTable.Header? = nil) -> [[Double]]? {
    (try? NumberTable(csv: Array(text.utf8), header: header))?.values.transposed.rows
  }

  static let right: [(text: String, rows: [[Double]])] = [
    ("1,2\n3,4\n", [[1, 2], [3, 4]]),
    ("\u{FEFF}1,2\n3,4", [[1, 2], [3, 4]]),
    ("1,2\r\n3,4\r\n", [[1, 2], [3, 4]]),
    ("1;2\n3;4\n", [[1, 2], [3, 4]]),
    ("1,5;2\n3;-4,25\n", [[1.5, 2], [3, -4.25]]),
    ("1.5;2\n", [[1.5, 2]]),
    ("1\t2\n3\t4\n", [[1, 2], [3, 4]]),
    (" 5 , 6\n7,8 \n", [[5, 6], [7, 8]]),
    ("1e-3,2E2\n+1,-.5\n", [[0.001, 200], [1, -0.5]]),
    ("1,2\n\n\n", [[1, 2]]),
    ("\"1\",\"2\"\n3,4\n", [[1, 2], [3, 4]]),
    ("width,height\n1,2\n", [[1, 2]]),
    ("\"a;b\";c\n1;2\n", [[1, 2]]),
    ("7\n", [[7]]),
  ]

  @Test(arguments: right.indices)
  func `are read`(index: Int) {
    #expect(Self.rows(Self.right[index].text) == Self.right[index].rows)
  }

  static let wrong: [(bytes: [UInt8], told: String)] = [
    (Array("1,2\n3\n".utf8), ", line 2, column 1: here are 1 numbers, and 2 in line 1"),
    (Array("a,b\n1,2\n3,4,5\n".utf8), ", line 3, column 1: here are 3 numbers, and 2 in line 2"),
    (Array("1,2\n3,x\n".utf8), ", line 2, column 3: x is no number"),
    (Array("1,x\n3,4\n".utf8), ", line 1, column 3: x is no number"),
    (Array("1,2\n3, nan\n".utf8), ", line 2, column 4: nan is no number"),
    (Array("1,2\n3,inf\n".utf8), ", line 2, column 3: inf is no number"),
    (Array("1,2\n3,0x10\n".utf8), ", line 2, column 3: 0x10 is no number"),
    (Array("1,1e999\n".utf8), ", line 1, column 3: 1e999 is no number"),
    (Array("1,2,\n3,4,\n".utf8), ", line 1, column 5: there is no number here"),
    (Array("1,2\n\n3,4\n".utf8), ", line 2, column 1: there is no number here"),
    (Array("1,\"2\n\",3\n".utf8), ", line 1, column 3: these quotes do not end on the line"),
    (
      Array("1;1.234,5\n".utf8),
      ", line 1, column 3: 1.234,5 has a point and a comma; which one is the decimal mark?"
    ),
    ([], " has no numbers in it"),
    (Array("\n\n".utf8), " has no numbers in it"),
    (Array("a,b\n".utf8), " has no numbers in it"),
    ([0x31, 0x00, 0x32], " is no text in UTF-8"),
    ([0xFF, 0xFE, 0x31, 0x00], " is no text in UTF-8"),
  ]

  @Test(arguments: wrong.indices)
  func `or what is wrong is told`(index: Int) {
    let (bytes, told) = Self.wrong[index]
    do throws(NumberTable.Problem) {
      let table = try NumberTable(csv: bytes, header: nil)
      Issue.record("\(table.values) was read")
    } catch {
      #expect(error.told == told)
    }
  }

  @Test func `a header is taken as the author says`() {
    #expect(Self.rows("1,2\n3,4\n", .yes) == [[3, 4]])
    #expect(Self.rows("a,b\n3,4\n", .no) == nil)
  }

  @Test func `digits need nothing between them`() throws {
    #expect(try NumberTable(digits: Array("01 2\n9\r\n".utf8)).values.rows == [[0, 1, 2, 9]])
    for (text, told) in [
      ("01x", ", line 1, column 3: x is no digit"), ("0\n٣", ", line 2, column 1: ٣ is no digit"),
      (" \n", " has no numbers in it"),
    ] {
      do throws(NumberTable.Problem) {
        _ = try NumberTable(digits: Array(text.utf8))
        Issue.record("\(text) was read")
      } catch {
        #expect(error.told == told)
      }
    }
  }

  // MARK: - In a lesson

  static let files = Files(
    read: { path throws(Files.Problem) in
      switch path {
      case "x.csv": Array("a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n".utf8)
      case "labels.txt": Array("01210".utf8)
      case "torn.csv": Array("1,2\n3".utf8)
      // The last example is the same everywhere.
      case "flat.csv": Array("1,2\n3,4\n5,6.5\n7,8\n9,9\n".utf8)
      default: throw Files.Problem("there is no such file")
      }
    }, list: { _ in [] })

  static func lesson(_ fences: String) -> Lesson {
    LessonReader(files).lesson(
      SourceFile(path: "t.md", text: "# T\n\n\(fences)\n\n```math\nz = 1\n```\n"))
  }

  @Test func `a lesson has several, parts of them, and labels as classes`() {
    let lesson = Self.lesson(
      """
      ```data
      name: x
      file: x.csv
      columns: 1-3
      examples: m
      ```

      ```data
      name: x_{\\text{test}}
      file: x.csv
      columns: 4-5
      ```

      ```data
      name: y
      file: labels.txt
      ```

      ```data
      name: Y
      file: labels.txt
      classes: 3
      shown: 5
      ```
      """)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let values = lesson.workspace.values
    #expect(values[Name("x")]?.rows == [[1, 3, 5], [2, 4, 6]])
    #expect(values[Name("m")]?.elements == [3])
    let held = values.first { $0.key.latex.contains("test") }?.value
    #expect(held?.rows == [[7, 9], [8, 10]])
    #expect(values[Name("y")]?.rows == [[0, 1, 2, 1]])
    #expect(values[Name("Y")]?.rows == [[1, 0, 0, 0, 1], [0, 1, 0, 1, 0], [0, 0, 1, 0, 0]])
  }

  /// Options of one fence, and the finding.
  static let findings: [(fence: String, place: String, text: String)] = [
    ("name: x\nfile: torn.csv", "5:7", "torn.csv, line 2, column 1: here are 1 numbers"),
    ("name: x\nfile: x.json", "5:7", "x.json is neither .png, .csv nor .txt"),
    ("name: x\nfile: x.csv\ncolumns: 3-9", "6:10", "There are 5 examples, and not 9"),
    ("name: x\nfile: x.csv\ncolumns: 3", "6:10", "columns is a range of examples, and not 3"),
    ("name: x\nfile: x.csv\ncolumns: 2-2", "6:10", "Two examples at least are taken"),
    ("name: x\nfile: x.csv\ncolumns: 1-2\ncount: 2", "7:1", "columns says already which"),
    ("name: x\nfile: x.csv\nclasses: 3", "6:1", "A label is one number"),
    (
      "name: x\nfile: labels.txt\nclasses: 2", "6:10", "The label of example 3 is 2, and classes go"
    ),
    ("name: x\nfile: labels.txt\nheader: no", "6:1", "Only a .csv has a header"),
    ("name: x\nfile: x.csv\nheader: perhaps", "6:9", "header is yes or no"),
    (
      "name: x\nfile: x.csv\ntile: 2 × 2", "6:7",
      "A tile of 2×2 has 4 pixels, and each example here 2"
    ),
  ]

  @Test(arguments: findings.indices)
  func `a wrong option is told where it stands`(index: Int) throws {
    let (fence, place, text) = Self.findings[index]
    let lesson = Self.lesson("```data\n\(fence)\n```")
    let finding = try #require(lesson.findings.first { $0.severity == .error })
    let position = finding.location.file.position(at: finding.location.bytes.lowerBound)
    #expect("\(position.line):\(position.column)" == place)
    #expect(finding.summary.hasPrefix(text), "\(finding.summary)")
  }

  /// An example without any spread, divided by its spread, is no number, and is named whether it is
  /// shown or not. That training then has no cost says nothing of why.
  @Test(arguments: [3, 5])
  func `an example that is constant is found`(shown: Int) {
    let text = #"""
      # T

      ```data
      name: P
      file: flat.csv
      examples: m
      shown: \#(shown)
      ```

      ```math
      C = \begin{bmatrix} 0.5 & -0.5 \\ -0.5 & 0.5 \end{bmatrix}
      u = (1, 1)
      D = C P
      s = u^T (D \circ D)
      x = \frac{D}{u s}
      W \in \mathbb{R}^{1 \times 2}
      W \sim \mathcal{U}(-0.5, 0.5)
      J = \frac{1}{m} \|W^T W x - x\|_F^2
      ```

      ```train
      minimise: J
      by: W
      data: x
      method: L-BFGS
      iterations: 5
      ```
      """#
    let lesson = LessonReader(Self.files).checkedLesson(SourceFile(path: "t.md", text: text))
    let told = lesson.findings.filter { $0.severity == .error }.map(\.summary)
    #expect(told.contains("x is no number for example 5"), "\(told)")
  }
}
