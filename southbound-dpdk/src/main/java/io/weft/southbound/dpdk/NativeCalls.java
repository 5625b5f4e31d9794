package io.weft.southbound.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls of C functions by name, for the control path: the argument list says the types ({@code Integer} for all that fits a 32-bit register,
 * {@code Long} for pointers and 64-bit numbers, {@code String} for text that the function only reads).
 *
 * <p>Thread-safety: any thread. Allocation: as it comes; nothing here is for packets.
 */
final class NativeCalls {
    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> handles = new ConcurrentHashMap<>();

    NativeCalls(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /** The address of a function or variable; of the calling thread's copy for a thread-local variable. */
    long address(String name) {
        return symbols.find(name)
                .orElseThrow(() -> new NoSuchElementException("no symbol " + name))
                .address();
    }

    /** Calls a function that returns an {@code int}. */
    int callInt(String name, Object... arguments) {
        return (int) call(name, JAVA_INT, arguments);
    }

    /** Calls a function that returns a pointer or a 64-bit number. */
    long callLong(String name, Object... arguments) {
        return (long) call(name, JAVA_LONG, arguments);
    }

    /** The text at {@code address}; empty for a null pointer. */
    static String text(long address) {
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address)
                        .reinterpret(Integer.MAX_VALUE)
                        .getString(0);
    }

    private Object call(String name, MemoryLayout result, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            Object[] values = new Object[arguments.length];
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int i = 0; i < values.length; i++) {
                boolean isInt = arguments[i] instanceof Integer;
                values[i] = arguments[i] instanceof String text
                        ? (Object) arena.allocateFrom(text).address()
                        : arguments[i];
                layouts[i] = isInt ? JAVA_INT : JAVA_LONG;
            }
            MethodHandle handle = handles.computeIfAbsent(
                    name,
                    _ -> Linker.nativeLinker()
                            .downcallHandle(
                                    MemorySegment.ofAddress(address(name)),
                                    FunctionDescriptor.of((java.lang.foreign.ValueLayout) result, layouts)));
            return handle.invokeWithArguments(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }
}
