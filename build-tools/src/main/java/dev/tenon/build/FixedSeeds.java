package dev.tenon.build;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Lets every jqwik property draw from a seed made of its name, so that whether a build is green depends on the
 * change before it and not on luck. Long runs ({@code -Dtenon.long=true}) draw anew each time; what they find becomes a test. jqwik
 * finds this class as a service.
 */
public final class FixedSeeds implements AroundPropertyHook {
    /** For the service loader. */
    public FixedSeeds() {}

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyAttributes attributes = context.attributes();
        if (!Boolean.getBoolean("tenon.long") && attributes.seed().isEmpty()) {
            String name = context.containerClass().getName()
                    + '.'
                    + context.targetMethod().getName();
            attributes.setSeed(Long.toString(name.hashCode()));
        }
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
