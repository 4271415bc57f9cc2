/** Months of two calendars and the clocks of places, as the pickers of days and times count them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inWeek, later, monthOf, monthsLater, nextMonth, partsOf, weeksOf, weekStart } from "../src/kit/days";
import { clockIn, dayIn, offsetIn, offsetName } from "../src/kit/zones";

const HIJRI = "islamic-umalqura";
const GREGORIAN = "gregory";

test("a month has its own days, in both calendars", () => {
  assert.equal(monthOf(GREGORIAN, "2028-02-10").days.length, 29);
  assert.deepEqual([monthOf(GREGORIAN, "2026-11-24").days[0], monthOf(GREGORIAN, "2026-11-24").days.at(-1)], ["2026-11-01", "2026-11-30"]);
  // Ramadan 1447 of Umm al-Qura.
  const ramadan = monthOf(HIJRI, "2026-03-01");
  assert.deepEqual(partsOf(HIJRI, ramadan.days[0] as string), { year: 1447, month: 9, day: 1 });
  assert.equal(ramadan.days[0], "2026-02-18");
});

test("months follow each other without a gap for ten years of either calendar", () => {
  for (const calendar of [GREGORIAN, HIJRI] as const) {
    let month = monthOf(calendar, "2024-01-15");
    for (let n = 0; n < 120; n++) {
      const after = nextMonth(month, 1);
      assert.equal(later(month.days.at(-1) as string, 1), after.days[0]);
      assert.deepEqual(nextMonth(after, -1).days, month.days);
      assert.ok(after.days.length >= 28 && after.days.length <= 31);
      month = after;
    }
  }
});

test("a month later is the same day, or the last where that month is shorter", () => {
  assert.equal(monthsLater(GREGORIAN, "2026-01-31", 1), "2026-02-28");
  assert.equal(monthsLater(GREGORIAN, "2026-03-15", -12), "2025-03-15");
  assert.equal(partsOf(HIJRI, monthsLater(HIJRI, "2026-03-01", 1)).day, partsOf(HIJRI, "2026-03-01").day);
});

test("weeks begin where the people of the place begin them, and hold every day once", () => {
  const month = monthOf(GREGORIAN, "2026-11-24");
  for (const first of [1, 6, 7]) {
    const weeks = weeksOf(month, first);
    assert.ok(weeks.every((week) => week.length === 7));
    assert.deepEqual(weeks.flat().filter(Boolean), month.days);
    for (const week of weeks) week.forEach((day, at) => day && assert.equal(inWeek(day, first), at));
  }
  assert.equal(weekStart("ar-SA-u-ca-gregory-nu-latn"), 7);
});

test("a moment is on the day and at the hour of its place, whatever this machine's clock says", () => {
  const late = Date.UTC(2026, 10, 24, 22, 30);
  assert.deepEqual([dayIn("Asia/Riyadh", late), dayIn("America/New_York", late)], ["2026-11-25", "2026-11-24"]);
  assert.equal(clockIn("Asia/Riyadh", late, "en-u-ca-gregory-nu-latn").replace(/\s/g, " "), "1:30 AM");
  assert.deepEqual([offsetIn("Asia/Riyadh", late), offsetIn("Asia/Kolkata", late)], [180, 330]);
});

test("the hour that comes twice is told apart by how far it is from noon in Greenwich", () => {
  // Cairo put its clocks back at midnight of the 30th of October 2026.
  const [before, after] = [Date.UTC(2026, 9, 29, 20, 30), Date.UTC(2026, 9, 29, 21, 30)];
  assert.equal(clockIn("Africa/Cairo", before, "en"), clockIn("Africa/Cairo", after, "en"));
  assert.notEqual(offsetName("Africa/Cairo", before, "en"), offsetName("Africa/Cairo", after, "en"));
});
