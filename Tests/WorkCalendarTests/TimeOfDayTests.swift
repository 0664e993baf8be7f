// Goal: times and hours are read as offices write them, and nothing else is.
// Method: tables.

import Testing
import WorkCalendar

@Suite struct TimeOfDayTests {
  @Test(arguments: [
    ("00:00", 0, "00:00"), ("07.30", 450, "07:30"), ("16:30", 990, "16:30"),
    ("23:59", 1_439, "23:59"),
  ])
  func `a time is read with colon or full stop`(text: String, minutes: Int, written: String) throws
  {
    let time = try time(text)
    #expect(time.minutesSinceMidnight == minutes)
    #expect(time.description == written)
    #expect(TimeOfDay(hour: time.hour, minute: time.minute) == time)
  }

  @Test(arguments: ["", "7:30", "24:00", "12:60", "12-30", "12:3", "12:300", "ab:cd", "12:30 "])
  func `anything else is no time`(text: String) {
    #expect(TimeOfDay(text) == nil)
  }

  @Test(arguments: [
    ("07:30-16:30", "07:30-16:30" as String?), ("07.30-14.30", "07:30-14:30"), ("16:30-07:30", nil),
    ("08:00-08:00", nil), ("08:00", nil), ("08:00-12:00-16:00", nil), ("-16:00", nil),
  ])
  func `hours run from an earlier time to a later one`(text: String, written: String?) {
    #expect(WorkingHours(text)?.description == written)
  }

  @Test func `an instant never overflows`() {
    let last = Instant(millisecondsSince1970: .max)
    #expect(last.adding(milliseconds: 1) == last)
    #expect(
      Instant(millisecondsSince1970: -5).adding(milliseconds: .min).millisecondsSince1970 == .min)
    #expect(makassar.civil(last).date == .last)
    #expect(makassar.civil(Instant(millisecondsSince1970: .min)).date == .first)
  }
}
