// Signed times, and the clock they put right.
import Certificates
import Enrolment
import Foundation
import Merge
import Synchronization
import TestSupport
import Testing
import Trust

@Suite struct ClockTests {
  private let nonce = [UInt8](repeating: 5, count: SignedTime.nonceBytes)

  @Test func `a signed time is believed from the parent alone, for the nonce it answers`() async throws {
    let city = try City()
    let branch = try city.branch()
    let (parent, child) = (branch[2], branch[3])
    let time = SignedTime(nonce: nonce, time: today * 1000, key: SigningKey.test(12), chain: parent.bundle.chain)
    #expect(await time.isGenuine(nonce: nonce, from: Place.township, verifier: child.verifier))
    #expect(await !time.isGenuine(nonce: nonce.map { $0 + 1 }, from: Place.township, verifier: child.verifier))
    #expect(await !time.isGenuine(nonce: nonce, from: Place.district, verifier: child.verifier))
    let forged = SignedTime(nonce: nonce, time: 0, key: SigningKey.test(66), chain: parent.bundle.chain)
    #expect(await !forged.isGenuine(nonce: nonce, from: Place.township, verifier: child.verifier))
    let elsewhere = try City().branch()[2]
    let foreign = SignedTime(nonce: nonce, time: 0, key: SigningKey.test(12), chain: elsewhere.bundle.chain)
    #expect(await !foreign.isGenuine(nonce: nonce, from: Place.township, verifier: child.verifier))
  }

  @Test func `a signed time holds however wrong the clock is, since no date is looked at`() async throws {
    let branch = try City().branch()
    let time = SignedTime(nonce: nonce, time: today * 1000, key: SigningKey.test(12), chain: branch[2].bundle.chain)
    for wrong in [0, today * 1000 * 2] {
      let clock = TrustedClock(nil) { wrong }
      #expect(await time.isGenuine(nonce: nonce, from: Place.township, verifier: branch[3].verifier))
      #expect(clock.adopt(time.time))
      #expect(clock.seconds == today)
    }
  }

  @Test func `a parent whose clock is far off does not take its children along`() async throws {
    let branch = try City().branch()
    let (parent, verifier) = (branch[2], branch[3].verifier)
    for (seconds, isGenuine) in [
      (parent.begins - 1, false), (parent.begins, true), (parent.ends, true), (parent.ends + 1, false),
      (Int64.max / 1000, false),
    ] {
      let time = SignedTime(nonce: nonce, time: seconds * 1000, key: SigningKey.test(12), chain: parent.bundle.chain)
      #expect(await time.isGenuine(nonce: nonce, from: Place.township, verifier: verifier) == isGenuine)
    }
  }

  @Test func `a certificate that ends before it begins is no life for a time to lie in`() async throws {
    let city = try City()
    let office = Office(Place.city, seed: 10)
    let key = office.key
    let leaf = try city.root.certify(
      node: key.node, area: Place.city, key: try office.application().checked().transport.key, now: today,
      lifetime: -400 * 86_400)
    let time = SignedTime(nonce: nonce, time: today * 1000, key: key, chain: try CertificateText.pem([leaf]))
    let verifier = try city.branch()[1].verifier
    #expect(await !time.isGenuine(nonce: nonce, from: Place.city, verifier: verifier))
  }

  @Test(arguments: [Int64.min, -1, 0, .max])
  func `any signed time can be asked whether it counts`(signed: Int64) {
    for system in [Int64.min, 0, .max] {
      let clock = TrustedClock(nil) { system }
      let agrees = signed.subtractingSaturated(system).magnitude < 60_000
      #expect(clock.adopt(signed) == (signed >= 0 || agrees))
      _ = (clock.milliseconds, clock.offset)
    }
  }

  @Test func `once corrected, the clock goes on by itself, whatever the system's clock does`() {
    let system = Mutex<Int64>(0)
    let clock = TrustedClock(nil) { system.withLock { $0 } }
    #expect(clock.adopt(today * 1000))
    for jump in [today * 1000, -5, Int64.max / 4] {
      system.withLock { $0 = jump }
      #expect(abs(clock.seconds - today) < 60)
    }
    system.withLock { $0 = today * 1000 }
    #expect(clock.adopt(today * 1000) && clock.offset == 0)
  }

  @Test func `a clock that is right is left alone, and an older time revives nothing, also after a restart`() throws {
    let folder = try TemporaryFolder()
    let trust = TrustFolder(folder.url)
    let clock = TrustedClock(trust) { today * 1000 + 5_000 }
    #expect(clock.adopt(today * 1000))
    #expect(clock.offset == 0)
    let restarted = TrustedClock(trust) { 0 }
    #expect(restarted.seconds == today && restarted.isCorrected)
    #expect(!restarted.adopt(today * 1000 - 86_400_000))
  }

  @Test func `a time that was signed under a clock that was ahead is let go when the machine and the parent agree`()
    async throws
  {
    let folder = try TemporaryFolder()
    let trust = TrustFolder(folder.url)
    let clock = TrustedClock(trust) { today * 1000 }
    #expect(clock.adopt((today + 2 * 86_400) * 1000))
    #expect(clock.isCorrected && clock.offset > 86_400_000)
    let restarted = TrustedClock(trust) { today * 1000 }
    #expect(restarted.isCorrected)
    #expect(!restarted.adopt((today + 86_400) * 1000))
    #expect(restarted.adopt(today * 1000 + 500) && !restarted.isCorrected)
    #expect(restarted.seconds == today)
    // The office's certificate was made under that clock, too.
    let branch = try City().branch()
    let early = (branch[2].begins - 86_400) * 1000
    let time = SignedTime(nonce: nonce, time: early, key: SigningKey.test(12), chain: branch[2].bundle.chain)
    for (system, isGenuine) in [(early, true), (early + 90_000, false)] {
      #expect(
        await time.isGenuine(nonce: nonce, from: Place.township, verifier: branch[3].verifier, system: system)
          == isGenuine)
    }
  }
}
