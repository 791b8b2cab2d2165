package dev.tenon.conformance.wire;

import java.util.List;

/**
 * What a server told of itself at a moment, in the format of Prometheus.
 *
 * @param lines the page's
 */
record MetricsPage(List<String> lines) {
    static MetricsPage of(String page) {
        return new MetricsPage(page.lines().toList());
    }

    /** A number, by the name that its line begins with; of several models, the first. */
    double value(String name) {
        return lines.stream()
                .filter(line -> isOf(name, line))
                .mapToDouble(MetricsPage::number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    /** How many of those requests that are counted under a name had this status. */
    double value(String name, String status) {
        return lines.stream()
                .filter(line -> isOf(name, line) && line.contains("status=\"" + status + "\""))
                .mapToDouble(MetricsPage::number)
                .sum();
    }

    private static boolean isOf(String name, String line) {
        return line.startsWith(name) && " {".indexOf(line.charAt(name.length())) >= 0;
    }

    private static double number(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
