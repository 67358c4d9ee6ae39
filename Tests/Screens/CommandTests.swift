import Learning
import Lessons
import Questions
import TestSupport
import Testing
import Typesetting

@testable import Screens

struct `The table of commands` {
  @Test func `has every command once`() {
    #expect(
      Command.entries.map(\.command).sorted { "\($0)" < "\($1)" }
        == Command.allCases.sorted { "\($0)" < "\($1)" })
    let words = Command.entries.map(\.word).filter { !$0.isEmpty }
    #expect(Set(words).count == words.count)
  }

  @Test(arguments: Command.Place.allCases)
  func `gives a key one meaning`(place: Command.Place) {
    let keys = Command.entries.flatMap { $0.keys[place] ?? [] }
    #expect(Set(keys).count == keys.count)
  }

  /// What can be asked for with a key can be asked for with a word, but for what needs a screen.
  @Test func `leaves nothing to one of the two modes`() {
    for entry in Command.entries where entry.word.isEmpty {
      let needsScreen: [Command] = [
        .scrollUp, .scrollDown, .scrollLeft, .scrollRight, .lastNumber, .firstNumber, .move,
        .otherDots,
      ]
      #expect(needsScreen.contains(entry.command), "\(entry.command) has no word")
    }
    for entry in Command.entries where entry.keys.values.allSatisfy(\.isEmpty) {
      #expect(entry.command == .lesson, "\(entry.command) has no key")
    }
  }

  @Test func `H is a hint wherever keys are commands`() throws {
    let lesson = try Repository.lesson("lessons/05-hidden-error.md")
    var reader = WalkScreen(
      Study(lesson), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: true))
    let stop = try #require(reader.study.walk.stops.firstIndex { $0.check != nil })
    reader.go(to: Walk.Place(stop: stop))
    let check = try #require(reader.study.walk.stop?.check)
    _ = reader.update("H")
    #expect(reader.study.attempt(check).replies.count == 1)
    _ = reader.update(.tab)
    _ = reader.update("H")
    #expect(reader.study.attempt(check).replies.count == 2)
  }

  /// A prompt is for text: no letter does anything else there.
  @Test func `at a prompt letters are text`() throws {
    let lesson = try Repository.lesson("lessons/05-hidden-error.md")
    var reader = WalkScreen(
      Study(lesson), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: true))
    let place = reader.study.walk.place
    _ = reader.update("/")
    let letters = "abcdefghijklmnopqrstuvwxyzHGURX?."
    for letter in letters { #expect(reader.update(.character(letter)).isEmpty) }
    #expect(reader.study.walk.place == place)
    guard case .input(.search, let text) = reader.mode else {
      Issue.record("it left the prompt")
      return
    }
    #expect(text == letters)
  }

  /// The table in the README is written from the table in the code.
  @Test func `is the one in the README`() throws {
    let readme = try Repository.text("README.md")
    for (title, rows) in Command.table {
      for row in rows {
        let cells = [row.keys, row.words].map { $0.isEmpty ? "" : "`\($0)`" }
        let line = "| \(cells[0]) | \(cells[1]) | \(row.what) |"
        #expect(readme.contains(line), "README.md lacks, under \(title): \(line)")
      }
    }
  }
}
