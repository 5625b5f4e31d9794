package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;

/** The state of a {@link WorkingPacket}: only the words that were written are kept. */
final class SavedPacket {
    final long[] key = new long[FlowKey.WORDS];
    final long[] written = new long[FlowKey.WORDS];
    final long[] sent = new long[FlowKey.PACKET_WORDS];
    final long[] sentBits = new long[FlowKey.PACKET_WORDS];
    final WordSet writtenWords = new WordSet();
    final TagStack tags = new TagStack();
    final TagStack sentTags = new TagStack();
    long sentMarks;
}
