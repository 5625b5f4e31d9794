package io.weft.vswitch.mac;

/** Hears, on the writer's thread, that {@link MacTable#lookup} of an address now has another result. */
@FunctionalInterface
public interface MacChangeListener {
    /** The mapping of {@code mac} in {@code vlan} appeared, moved or went. The table has changed already. */
    void onChange(int vlan, long mac);
}
