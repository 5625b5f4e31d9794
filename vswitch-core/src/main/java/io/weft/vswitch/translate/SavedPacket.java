package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;

/** The state of a {@link WorkingPacket}: of words, those alone that were written or sent are kept. */
final class SavedPacket {
    final long[] key = new long[FlowKey.WORDS];
    final long[] written = new long[FlowKey.WORDS];
    final long[] rewritten = new long[FlowKey.WORDS];
    boolean translated;
    final WordSet writtenWords = new WordSet();
    final long[] sent = new long[FlowKey.PACKET_WORDS];
    final long[] sentBits = new long[FlowKey.PACKET_WORDS];
    final TagStack tags = new TagStack();
    final TagStack sentTags = new TagStack();
    long sentWords;
    long sentMarks;
}
