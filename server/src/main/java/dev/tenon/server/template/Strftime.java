package dev.tenon.server.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates in the format of Python's {@code strftime}, in English. */
final class Strftime {
    private Strftime() {}

    /**
     * The time in a format.
     *
     * @throws TemplateRaised for a directive that is not known
     */
    static String format(ZonedDateTime time, String format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char directive = format.charAt(++i);
            if (directive == '-' && i + 1 < format.length()) {
                String padded = directive(time, format.charAt(++i));
                text.append(padded.replaceFirst("^0(?=\\d)", ""));
            } else {
                text.append(directive(time, directive));
            }
        }
        return text.toString();
    }

    private static String directive(ZonedDateTime time, char directive) {
        String pattern = switch (directive) {
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'b', 'h' -> "MMM";
            case 'B' -> "MMMM";
            case 'd' -> "dd";
            case 'D' -> "MM/dd/yy";
            case 'F' -> "uuuu-MM-dd";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'j' -> "DDD";
            case 'm' -> "MM";
            case 'M' -> "mm";
            case 'p' -> "a";
            case 'S' -> "ss";
            case 'T' -> "HH:mm:ss";
            case 'y' -> "yy";
            case 'Y' -> "uuuu";
            case 'z' -> "xx";
            case 'Z' -> "zzz";
            case '%' -> "'%'";
            default -> throw new TemplateRaised("strftime knows no %" + directive);
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
