package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrftimeTest {
    private static final ZonedDateTime TIME = ZonedDateTime.parse("2026-02-03T15:04:09+01:00");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%d %b %Y            ; 03 Feb 2026",
                "%-d %B %Y           ; 3 February 2026",
                "%Y-%m-%d            ; 2026-02-03",
                "%F %T               ; 2026-02-03 15:04:09",
                "%A, %a              ; Tuesday, Tue",
                "%I:%M %p            ; 03:04 PM",
                "%-I                 ; 3",
                "%j %y %z            ; 034 26 +0100",
                "100%% 'quoted'      ; 100% 'quoted'",
            })
    void writesAsPythonDoes(String format, String expected) {
        assertEquals(expected, Strftime.format(TIME, format));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThrows(TemplateRaised.class, () -> Strftime.format(TIME, "%Q"));
    }
}
