package dev.tenon.schema;

/**
 * The formats of dates and times: RFC 3339, section 5.6, and its appendix A for durations (JSON Schema Validation
 * 2020-12, section 7.3.1).
 *
 * <p>A second may be 60 where it is 23:59:60 in UTC, whatever the offset (RFC 3339, section 5.7). Offsets beside a leap
 * second are taken in quarters of an hour: there were no others while there were leap seconds, and each other minute
 * would be a copy of the states between hour and offset. In a {@code date-time} such a second comes only on the days
 * that had one. What else could be a leap second is neither written nor excluded.
 */
final class DateFormats {
    private static final String YEAR = "[0-9]{4}";

    /** Years that are divisible by four, and by four hundred if they are divisible by a hundred. */
    private static final String LEAP_YEAR =
            "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";

    /** RFC 3339, section 5.6, full-date, with the days that each month has (section 5.7). */
    private static final String DATE = "(?:" + YEAR + "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
            + "|02-(?:0[1-9]|1[0-9]|2[0-8]))|" + LEAP_YEAR + "-02-29)";

    private static final String FRACTION = "(?:\\.[0-9]+)?";
    private static final String MINUTE = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    private static final String OFFSET = "(?:[Zz]|[+-]" + MINUTE + ")";
    private static final String TIME = MINUTE + ":[0-5][0-9]" + FRACTION + OFFSET;

    /** Any minute with a sixtieth second. */
    private static final String ANY_LEAP_SECOND = MINUTE + ":60" + FRACTION + OFFSET;

    /** The days of UTC that ended with a leap second: RFC 3339, appendix D, and those since. */
    private static final String LEAP_DAY =
            "(?:(?:197[2-9]|198[79]|199[058]|2005|2008|2016)-12-31|(?:1972|198[1235]|199[2347]|2012|2015)-06-30)";

    /** The days after them: those on which a leap second fell in zones ahead of UTC. */
    private static final String DAY_AFTER =
            "(?:(?:197[3-9]|1980|1988|199[0169]|2006|2009|2017)-01-01|(?:1972|198[1235]|199[2347]|2012|2015)-07-01)";

    private static final int DAY_MINUTES = 24 * 60;
    private static final int QUARTER = 15;

    private DateFormats() {}

    static StringFormat date() {
        return StringFormat.exact(FormatPattern.compile(DATE));
    }

    static StringFormat time() {
        return StringFormat.within(
                FormatPattern.compile(TIME + "|" + behind() + "|" + ahead()),
                FormatPattern.compile(TIME + "|" + ANY_LEAP_SECOND));
    }

    static StringFormat dateTime() {
        return StringFormat.within(
                FormatPattern.compile(DATE + "[Tt]" + TIME + "|" + LEAP_DAY + "[Tt](?:" + behind() + ")|" + DAY_AFTER
                        + "[Tt](?:" + ahead() + ")"),
                FormatPattern.compile(DATE + "[Tt](?:" + TIME + "|" + ANY_LEAP_SECOND + ")"));
    }

    /** RFC 3339, appendix A: what follows a unit is the next smaller one, and weeks stand alone. */
    static StringFormat duration() {
        String time = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
        String date = "(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)";
        return StringFormat.exact(FormatPattern.compile("P(?:" + date + "(?:" + time + ")?|" + time + "|[0-9]+W)"));
    }

    /** Leap seconds at offsets up to zero: on the same day as in UTC. */
    private static String behind() {
        StringBuilder pattern = new StringBuilder("23:59:60" + FRACTION + "(?:[Zz]|[+-]00:00)");
        for (int offset = QUARTER; offset < DAY_MINUTES; offset += QUARTER) {
            pattern.append('|').append(leapSecond(DAY_MINUTES - 1 - offset, '-', offset));
        }
        return pattern.toString();
    }

    /** Leap seconds at offsets above zero: on the next day. */
    private static String ahead() {
        StringBuilder pattern = new StringBuilder();
        for (int offset = QUARTER; offset < DAY_MINUTES; offset += QUARTER) {
            pattern.append(offset == QUARTER ? "" : "|").append(leapSecond(offset - 1, '+', offset));
        }
        return pattern.toString();
    }

    private static String leapSecond(int local, char sign, int offset) {
        return minute(local) + ":60" + FRACTION + "[" + sign + "]" + minute(offset);
    }

    private static String minute(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }
}
