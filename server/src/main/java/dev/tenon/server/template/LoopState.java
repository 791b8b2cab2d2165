package dev.tenon.server.template;

import com.hubspot.jinjava.util.ForLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop} of one loop, with the items around the one at hand. Mutable, not thread-safe. */
final class LoopState extends ForLoop {
    private final List<@Nullable Object> items;

    LoopState(List<@Nullable Object> items) {
        super(items.iterator(), items.size());
        this.items = items;
    }

    /** The item before; null at the first. */
    @Nullable
    Object previous() {
        return at(getIndex0() - 1);
    }

    /** The item after; null at the last. */
    @Nullable
    Object following() {
        return at(getIndex0() + 1);
    }

    private @Nullable Object at(int index) {
        return index < 0 || index >= items.size() ? null : items.get(index);
    }
}
