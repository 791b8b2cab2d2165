package dev.tenon.automaton.match;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads small JSON texts, to compare values apart from what is tested. */
final class JsonTexts {
    private final String text;
    private int at;

    private JsonTexts(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        JsonTexts reader = new JsonTexts(text);
        Object value = reader.value();
        reader.space();
        if (reader.at != text.length()) {
            throw new IllegalArgumentException("more than a value: " + text);
        }
        return value;
    }

    /** Whether no two are equal as JSON values. */
    static boolean areDistinct(List<?> values) {
        return new HashSet<>(values).size() == values.size();
    }

    private void space() {
        while (at < text.length() && " \n\t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char take() {
        return text.charAt(at++);
    }

    private Object value() {
        space();
        char first = take();
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> "\"" + string();
            default -> {
                int from = at - 1;
                while (at < text.length() && ",]} \n\t\r".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                String word = text.substring(from, at);
                yield Character.isLetter(first) ? word : number(word);
            }
        };
    }

    private static Object number(String word) {
        BigDecimal value = new BigDecimal(word);
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    private Object array() {
        List<Object> items = new ArrayList<>();
        space();
        if (text.charAt(at) == ']') {
            at++;
            return items;
        }
        do {
            items.add(value());
            space();
        } while (take() == ',');
        return items;
    }

    private Object object() {
        Map<String, Object> members = new LinkedHashMap<>();
        space();
        if (text.charAt(at) == '}') {
            at++;
            return members;
        }
        do {
            space();
            at++;
            String key = string();
            space();
            at++;
            members.put(key, value());
            space();
        } while (take() == ',');
        return members;
    }

    private String string() {
        StringBuilder said = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            if (c != '\\') {
                said.append(c);
                continue;
            }
            char escaped = take();
            if (escaped == 'u') {
                said.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                said.append(escaped == 'n' ? '\n' : escaped);
            }
        }
        return said.toString();
    }
}
