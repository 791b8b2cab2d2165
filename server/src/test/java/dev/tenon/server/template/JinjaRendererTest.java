package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JinjaRendererTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-02T12:05:00Z"), ZoneOffset.UTC);

    private static String render(String source) {
        return new JinjaRenderer(source, NOON)
                .render(Map.of("text", "a b", "list", List.of(1, 2, 3), "map", Map.of("k", "v")));
    }

    private static TemplateException refused(String source) {
        return assertThrows(TemplateException.class, () -> render(source));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{{ 1 + 2 }}                                               ; 3",
                "{% set n = 1 %}{{ n+1 }}                                  ; 2",
                "{% set n = namespace(x=list|length - 1) %}{{ n.x }}       ; 2",
                "{% set n = namespace(x=0) %}{% for i in list %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }} ; 6",
                "{% for i in list[::-1] %}{{ i }}{% endfor %}              ; 321",
                "{% for i in list[1:] %}{{ i }}{% endfor %}                ; 23",
                "{{ list[-1] }}{{ text[0] }}{{ text[-1] }}                 ; 3ab",
                "{% for k, v in map.items() %}{{ k }}={{ v }}{% endfor %}  ; k=v",
                "{% for k, v in map|items %}{{ k }}={{ v }}{% endfor %}    ; k=v",
                "{{ map.get('k') }}{{ map.get('x', 'y') }}                 ; vy",
                "{% for i in range(2, 8, 3) %}{{ i }}{% endfor %}          ; 25",
                "{% for i in list %}{{ loop.index0 }}{{ ',' if not loop.last }}{% endfor %} ; 0,1,2",
                "{% for i in list if i != 2 %}{{ i }}{{ loop.last }},{% endfor %} ; 1False,3True,",
                "{% for i in [] %}x{% else %}none{% endfor %}              ; none",
                "{% for i in list if i > 9 %}x{% else %}none{% endfor %}   ; none",
                "{% for i in list %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% else %}x{% endfor %} ; 1",
                "{% for i in list %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %} ; 13",
                "{% for i in list %}{{ loop.previtem }}<{{ loop.nextitem }},{% endfor %} ; <2,1<3,2<,",
                "{% for k in map %}{{ k }}{% endfor %}                     ; k",
                "{% for c in text %}{{ c }}.{% endfor %}                   ; a. .b.",
                "{% for a, b in [(1, 2), (3, 4)] %}{{ a }}{{ b }},{% endfor %} ; 12,34,",
                "{% for i in (list if list else []) %}{{ i }}{% endfor %}  ; 123",
                "{% for i in list %}{% for j in list %}{{ loop.index }}{% endfor %}{{ loop.index }},{% endfor %} ;"
                        + " 1231,1232,1233,",
                "{{ text.upper() }}{{ text | title }}{{ text.split(' ')[1] }} ; A BA Bb",
                "{{ text.startswith('a') }}                                ; True",
                "{{ ' x '.strip() }}|{{ 'xyx'.strip('x') }}|{{ 'xyx'.rstrip('x') }} ; x|y|xy",
                "{{ text is string and map is mapping and gone is not defined }} ; True",
                "{{ map | tojson }}                                        ; {`k`: `v`}",
                "{{ list | tojson }}                                       ; [1, 2, 3]",
                "{% generation %}x{% endgeneration %}y                     ; xy",
                "{% macro m(a, b='c') %}{{ a }}{{ b }}{% endmacro %}{{ m('x') }}{{ m('x', b='y') }} ; xcxy",
                "{{ strftime_now('%d %b %Y %H:%M') }}                      ; 02 Nov 2026 12:05",
            })
    void rendersAsJinjaDoes(String source, String expected) {
        assertEquals(expected.replace('`', '"'), render(source));
    }

    @Test
    void trimsBlocksAndKeepsLinesAsJinjaDoes() {
        assertEquals("a\nb\n", render("{% if true %}\na\n    {%- endif %}\n\n{# note #}\nb\n\n"));
    }

    @Test
    void indentsAsPythonDoes() {
        assertEquals("{\n  \"k\": \"v\"\n}", render("{{ map | tojson(indent=2) }}"));
        assertEquals("{\"k\":\"v\"}", render("{{ map | tojson(separators=(',', ':')) }}"));
        assertEquals("a\n  b\n\n  c", render("{{ 'a\\nb\\n\\nc' | indent(2) }}"));
        assertEquals("--a\n--b", render("{{ 'a\\nb' | indent(width='--', first=true) }}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.getClass() }}",
                "{{ text.getClass().forName('java.lang.Runtime') }}",
                "{{ list.getClass() }}",
                "{{ map.getClass() }}",
                "{{ namespace().getClass() }}",
                "{% for x in list %}{{ loop.getClass() }}{% endfor %}",
                "{% include 'META-INF/MANIFEST.MF' %}",
                "{% import 'logback.xml' as x %}",
                "{% from 'x' import y %}",
                "{% extends 'x' %}",
                "{{ text | render }}",
                "{{ text | fromyaml }}",
                "{{ fn:list(1) }}",
                "{{ type(text) }}",
                "{{ today() }}",
                "{{ text.repeat(1000000000) }}",
                "{{ '%999999999d' | format(1) }}",
                "{{ text | indent(1000000000) }}",
                "{{ text.nosuch() }}",
                "{{ text | nosuch }}",
                "{{ text is nosuch }}",
                "{{ nosuch() }}",
                "{% nosuch %}",
                "{% for a, b in list %}{% endfor %}",
                "{% for a %}{% endfor %}",
                "{% for a in 5 %}{% endfor %}",
                "{{ 'a' + nosuch }}",
                "{{ ('a' }}",
                "{% if x %}",
                "{{ text | tojson(sort_keys=true) }}",
            })
    void refusesWhatTemplatesAreNotGiven(String source) {
        assertEquals(Blame.TEMPLATE, refused(source).blame());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ text.class }}",
                "{{ text['class'] }}",
                "{{ list.class }}",
                "{{ map.class.name }}",
                "{% for x in [1] %}{{ loop.class }}{{ loop.it }}{% endfor %}",
            })
    void seesNoPropertyOfAJavaObject(String source) {
        assertEquals("", render(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(9999) %}{% for b in range(9999) %}{% if b %}{% endif %}{% endfor %}{% endfor %}",
                "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
                "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
                "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
                "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
                "{% macro f(x) %}{{ f([x, x, x, x]) }}{% endmacro %}{{ f(1) }}",
                "{% set l = [] %}{% set m = [l] %}{% do l.append(m) %}{{ l | tojson }}",
                "{% set n = namespace(x='ab') %}{% for i in range(20) %}{% set n.x = n.x + n.x %}{% endfor %}"
                        + "{{ n.x.replace('a', n.x) }}",
                "{% for i in range(100001) %}{% endfor %}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}{{ 'a' | nosuch }}",
            })
    void endsWhatWouldNotEnd(String source) {
        assertEquals(Blame.TEMPLATE, refused(source).blame());
    }

    @Test
    void looksAtTheClock() {
        AtomicLong millis = new AtomicLong();
        Clock hurried = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.addAndGet(1000));
            }
        };
        JinjaRenderer renderer = new JinjaRenderer("{% for i in range(1000) %}{{ i }}{% endfor %}", hurried);
        assertTrue(assertThrows(TemplateException.class, () -> renderer.render(Map.of()))
                .reason()
                .contains("too much work"));
        assertTrue(Duration.ofMillis(millis.get()).toMillis() < 2 * JinjaRenderer.MAX_MILLIS);
    }

    @Test
    void boundsTheSourceAndItsExpressions() {
        assertEquals("x", render("{{ " + "(".repeat(30) + "'x'" + ")".repeat(30) + " }}"));
        assertTrue(refused("{{ " + "(".repeat(33) + "'x'" + ")".repeat(33) + " }}")
                .reason()
                .contains("nests more than"));
        String longest = "'" + "x".repeat(TemplateExpressions.MAX_LENGTH - 10) + "'";
        assertFalse(render("{{ " + longest + " }}").isEmpty());
        assertTrue(refused("{{ " + longest + " + 'xxxxxxxxx' }}").reason().contains("longer than"));
        assertTrue(refused(" ".repeat(JinjaRenderer.MAX_SOURCE_LENGTH + 1))
                .reason()
                .contains("longer than"));
        assertTrue(refused("{% if 1 %}".repeat(10_000) + "{% endif %}".repeat(10_000))
                .reason()
                .contains("nested"));
    }
}
