package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
                "{{ map.class }}",
                "{% for x in [1] %}{{ loop.class }}{{ loop.it }}{% endfor %}",
            })
    void seesNoPropertyOfAJavaObject(String source) {
        assertEquals("", render(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n{{ text.__class__ }}",
                "\n{{ ''['__class__'] }}",
                "\n{{ list.__class__.__mro__[1].__subclasses__() }}",
                "\n{{ map.__init__.__globals__ }}",
                "\n{{ raise_exception.__globals__ }}",
                "\n{{ namespace().__dict__ }}",
                "\n{{ text | attr('__class__') }}",
                "\n{{ '{0.__class__}'.format(text) }}",
                "\n{{ [text] | map(attribute='__class__') | list }}",
            })
    void keepsPythonsInsidesOutOfReach(String source) {
        TemplateException refused = refused(source);
        assertEquals(2, refused.line());
        assertTrue(refused.reason().contains("out of a template's reach"), refused.reason());
    }

    /** Each by what it would use up: steps, text, items, depth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{% for a in range(9999) %}{% for b in range(9999) %}{% if b %}{% endif %}{% endfor %}{% endfor %} ;"
                        + " too much work",
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %} ; too much",
                "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %} ; longer"
                        + " than",
                "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %} ; longer"
                        + " than",
                "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %} ; items",
                "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}"
                        + " ; longer than",
                "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x |"
                        + " tojson }} ; longer than",
                "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y ="
                        + " [n.y, n.y] %}{% endfor %}{{ n.x == n.y }} ; too much work",
                "{% macro f(x) %}{{ f([x, x, x, x]) }}{% endmacro %}{{ f(1) }} ; deep",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }} ; deep",
                "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }} ; deep",
                "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }} ; too much"
                        + " work",
                "{% macro f() %}{{ caller() }}{% endmacro %}{% macro g() %}{% call f() %}{{ g() }}{% endcall %}{%"
                        + " endmacro %}{{ g() }} ; deep",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %} ; deep",
                "{% set l = [] %}{% set m = [l] %}{% do l.append(m) %}{{ l | tojson }} ; deep",
                "{% set l = [] %}{% do l.append(l) %}{{ l }} ; deep",
                "{% set l = [] %}{% do l.append(l) %}{% set m = [] %}{% do m.append(m) %}{{ l == m }} ; deep",
                "{% set n = namespace(x='ab') %}{% for i in range(20) %}{% set n.x = n.x + n.x %}{% endfor %}{{"
                        + " n.x.replace('a', n.x) }} ; longer than",
                "{% set a = 'a' * 4000000 %}{{ (a ~ a).find(a ~ 'b') }} ; too much work",
                "{% set a = 'ab' * 4000000 %}{% for i in range(99) %}{% set b = a.upper() %}{% endfor %} ; too much"
                        + " text",
                "{{ 'a' * 1000000000 }} ; longer than",
                "{{ [1] * 1000000000 }} ; items",
                "{{ range(1000000000) }} ; items",
                "{{ range(10 ** 9) | list | length }} ; items",
                "{{ 9 ** 99999 }} ; digits",
                "{{ 10 ** 4000 * 10 ** 4000 }} ; digits",
                "{{ 'a' | center(1000000000) }} ; longer than",
                "{{ text | indent(1000000000) }} ; longer than",
                "{{ '%999999999d' % 1 }} ; wider than",
                "{{ '{:999999999}'.format(1) }} ; wider than",
                "{{ [1] | tojson(indent=1000000000) }} ; longer than",
                "{{ strftime_now('%Y' * 2000000) }} ; longer than",
                "{% set n = namespace(x=[0]) %}{% for i in range(200) %}{% for j in range(5000) %}{% do n.x.append(j)"
                        + " %}{% endfor %}{% endfor %} ; items",
            })
    void endsWhatWouldNotEnd(String source, String reason) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        TemplateException refused = refused("\n" + source);
        assertEquals(Blame.TEMPLATE, refused.blame());
        assertEquals(2, refused.line());
        assertTrue(refused.reason().contains(reason), refused.reason());
        assertTrue(threads.getCurrentThreadCpuTime() - begin < 5_000_000_000L, "took too long");
    }

    /** The deepest that the budget lets through, on a stack as small as a server's threads may have. */
    @Test
    void staysWithinASmallStack() throws InterruptedException {
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> {
                    refused("{% macro f(x) %}{% for i in [1] %}{% if 1 %}{{ [f((x | string) ~ [x])] }}{% endif %}"
                            + "{% endfor %}{% endmacro %}{{ f(1) }}");
                    refused("{{ " + "1 + ".repeat(5000) + "1 }}");
                    refused("{{ x" + " | upper".repeat(5000) + " }}");
                    refused("{{ " + "-".repeat(5000) + "1 }}");
                },
                "small",
                1 << 19);
        small.setUncaughtExceptionHandler((thread, failure) -> ended.set(failure));
        small.start();
        small.join();
        assertNull(ended.get());
    }

    /** A value is weighed where it is made: what the caller gave may be as long as it is. */
    @Test
    void takesALongConversation() {
        String text = "x".repeat(2_000_000);
        assertEquals(
                4_000_000,
                new JinjaRenderer("{% for m in messages %}{{ m }}{% endfor %}", NOON)
                        .render(Map.of("messages", List.of(text, text)))
                        .length());
    }

    @Test
    void changesOnlyItsOwnValues() {
        List<Object> given = List.of(1);
        assertEquals(
                "[1, 2]", new JinjaRenderer("{% do list.append(2) %}{{ list }}", NOON).render(Map.of("list", given)));
        assertEquals(List.of(1), given);
    }

    @Test
    void writesTheToolsOfARequestAsJsonWhereTheyAreWrittenAsAWhole() {
        Map<String, Object> tools = Map.of("tools", List.of(Map.of("a", true)));
        assertEquals(
                "[{\"a\": true}]|{'a': True}",
                new JinjaRenderer("{{ tools | string }}|{{ tools[0] }}", NOON).render(tools));
    }

    /** What Jinja refuses, but templates in use are written with. */
    @Test
    void takesAFewThingsBesidesJinjasOwn() {
        assertEquals("{'a': [1, None]}", render("{{ '{\"a\": [1, null]}' | from_json }}"));
        assertEquals("[1, 3]", render("{{ list | select('odd') | tojson }}"));
        assertEquals(2, refused("\n{{ '{' | from_json }}").line());
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
        assertTrue(Duration.ofMillis(millis.get()).toMillis() < 2 * Budget.MAX_MILLIS);
    }

    @Test
    void boundsTheSourceAndItsExpressions() {
        assertEquals("x", render("{{ " + "(".repeat(30) + "'x'" + ")".repeat(30) + " }}"));
        assertTrue(refused("{{ " + "(".repeat(101) + "'x'" + ")".repeat(101) + " }}")
                .reason()
                .contains("nests more than"));
        assertTrue(refused("{{ " + "[".repeat(100_000) + "]".repeat(100_000) + " }}")
                .reason()
                .contains("nests more than"));
        assertTrue(refused("{{ x" + "[x".repeat(80_000) + "]".repeat(80_000) + " }}")
                .reason()
                .contains("nests more than"));
        assertTrue(refused("{{ " + "not ".repeat(60_000) + "x }}").reason().contains("nests more than"));
        assertTrue(refused("{% if 1 %}".repeat(10_000) + "{% endif %}".repeat(10_000))
                .reason()
                .contains("nests more than"));
        assertTrue(refused("{% set " + "(".repeat(10_000) + "x" + ")".repeat(10_000) + " = 1 %}")
                .reason()
                .contains("nests more than"));
        assertTrue(refused(" ".repeat(JinjaRenderer.MAX_SOURCE_LENGTH + 1))
                .reason()
                .contains("longer than"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a\\n{{ x.y }}                                  ; 2; 'x' is undefined",
                "{{ 1 }}\\n\\n{{ 1 +\\n'a' }}                   ; 3; takes no int and str",
                "{{ [1,\\n2,\\n3] | nosuch }}                   ; 3; 'nosuch' is no filter",
                "{% macro m() %}\\n{{ none + 1 }}{% endmacro %}\\n\\n{{ m() }} ; 2; takes no NoneType",
                "{% if 1 %}\\n{% nosuch %}                       ; 2; 'nosuch' is no tag",
                "\\n{% for i in [1] %}\\n                       ; 2; endfor is missing",
                "\\n{{ 'a                                      ; 2; a string does not end",
                "\\n\\n{% if x                                 ; 3; missing",
                "\\n{% include 'x' %}                          ; 2; 'include' is no tag",
            })
    void saysTheLine(String source, int line, String reason) {
        TemplateException refused = refused(source.replace("\\n", "\n"));
        assertEquals(line, refused.line());
        assertTrue(refused.reason().contains(reason), refused.reason());
    }
}
