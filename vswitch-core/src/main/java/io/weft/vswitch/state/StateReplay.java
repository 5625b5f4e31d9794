package io.weft.vswitch.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Plays a journal back, line by line: what a line says replaces what an earlier one said of the same thing. Only what is left at the end is parsed.
 *
 * <pre>
 *   bridge NAME                     the following lines are about it     gone NAME
 *   shape                           it exists
 *   port NAME NUMBER BITS           unport NAME                          fragments MODE
 *   tlv MAPPINGS                    miss TABLE POLICY                    unmiss TABLE           evict TABLE BOOLEAN
 *   group ID TEXT                   ungroup ID                           meter ID TEXT          unmeter ID
 *   mac KEY PORT STATIC             unmac KEY
 *   flow TABLE PRIORITY MATCH CREATED MODIFIED USED PACKETS BYTES REST   times in ms since 1970
 *   used TABLE PRIORITY MATCH CREATED MODIFIED USED PACKETS BYTES
 *   unflow TABLE PRIORITY MATCH
 *   limit ZONE CONNECTIONS          unlimit ZONE                         of the switch
 * </pre>
 * Words are separated by tabs.
 */
final class StateReplay {
    private final Map<String, BridgeReplay> bridges = new LinkedHashMap<>();
    private final Map<Integer, Integer> limits = new HashMap<>();
    private BridgeReplay bridge;
    private String fault;

    /** Takes the lines of a frame. */
    void frame(String text) {
        int at = 0;
        while (at < text.length() && fault == null) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String line = text.substring(at, end);
            try {
                line(line);
            } catch (RuntimeException e) {
                fault = "has a line that is none, \"" + line + "\": " + e.getMessage();
            }
            at = end + 1;
        }
    }

    private void line(String line) {
        String[] words = line.split("\t", -1);
        switch (words[0]) {
            case "bridge" -> bridge = bridges.computeIfAbsent(words[1], _ -> new BridgeReplay());
            case "gone" -> bridges.remove(words[1]);
            case "limit" -> limits.put(Integer.valueOf(words[1]), Integer.valueOf(words[2]));
            case "unlimit" -> limits.remove(Integer.valueOf(words[1]));
            default -> bridge.line(words);
        }
    }

    /** What is left at the end. */
    SavedState state(StateClock now, long aliveMs) throws DamagedStateException {
        if (fault != null) {
            throw new DamagedStateException(fault);
        }
        Map<String, SavedBridge> saved = new HashMap<>();
        for (Map.Entry<String, BridgeReplay> one : bridges.entrySet()) {
            try {
                saved.put(one.getKey(), one.getValue().saved(now, aliveMs));
            } catch (RuntimeException e) {
                throw new DamagedStateException(
                        "has something of bridge " + one.getKey() + " that cannot be read: " + e.getMessage(), e);
            }
        }
        return new SavedState(saved, limits);
    }
}
