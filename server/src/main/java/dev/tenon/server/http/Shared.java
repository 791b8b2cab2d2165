package dev.tenon.server.http;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the handlers of all connections of one server have in common.
 *
 * @param routes where requests go, asked for each
 * @param services what whoever started the server gave
 * @param connections those that are open
 * @param bodies what their bodies may take
 * @param tls what they are shown; empty for none
 * @param draining whether every answer is its connection's last
 */
record Shared(
        Supplier<Router> routes,
        HttpServices services,
        Connections connections,
        BodyBudget bodies,
        Optional<TlsContexts> tls,
        BooleanSupplier draining) {
    HttpLimits limits() {
        return services.limits();
    }
}
