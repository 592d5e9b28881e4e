import ArgumentParser
import Jobs
import Pictures
import Testing

@testable import kith

/// Exit code 70 is for what nobody expected. No command is known to give it, so its way is tested from inside.
@Suite struct UnexpectedErrorTests {
  private struct Surprise: Error { let text = "Ann's number is 7" }

  @Test("an error that is no failure is a bug: 70, one line, and nothing of its text")
  func surprise() throws {
    let failure = try #require(Kith.failure(for: Surprise()))
    #expect(failure.category == .bug && failure.category.rawValue == 70)
    #expect(!failure.message.contains("Ann") && !failure.message.contains("\n"))
    #expect(failure.message.contains("Surprise"))
  }

  @Test("a picture that contradicts itself is a bug of whoever made it; wrong usage and help are none")
  func others() throws {
    #expect(Failure(PictureError.invalidPicture("it needs exactly one ego")).category == .bug)
    #expect(try #require(Kith.failure(for: ValidationError("no"))).category == .usage)
    #expect(Kith.failure(for: CleanExit.helpRequest()) == nil)
  }

  @Test("a layout that takes too long is refused, one that was ended is cancelled, one that broke is input/output")
  func layouts() {
    #expect(Failure(PictureError.timedOut(seconds: 1)).category.rawValue == 77)
    #expect(Failure(PictureError.cancelled).category.rawValue == 130)
    #expect(Failure(PictureError.layoutFailed("x")).category.rawValue == 74)
    #expect(Failure(PictureError.childFailed("x")).category.rawValue == 74)
  }
}
