package io.weft.cli.appctl;

import io.weft.cli.verb.HexText;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.flow.text.DatapathFlowText;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameComposer;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.TextSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code netdev-dummy/receive}: frames as hexadecimal, or as fields from which a frame is made. */
final class DummyReceiveCommand implements AppctlCommand {
    private static final int MOST = 32;
    private static final int LONGEST = 65_535;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "netdev-dummy/receive",
                "PORT HEX|FLOW...",
                "Lets up to 32 frames arrive at a dummy port, in order; --len N pads or cuts the frame before it.");
    }

    @Override
    public void run(AppctlCall call) {
        List<byte[]> frames = new ArrayList<>();
        List<String> words = call.words();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--len" -> {
                    if (frames.isEmpty() || i + 1 == words.size()) {
                        throw new UsageException("--len N follows a frame");
                    }
                    frames.add(Arrays.copyOf(frames.removeLast(), length(words.get(++i))));
                }
                case "--qid" -> i++;
                default -> frames.add(frame(word));
            }
        }
        if (frames.isEmpty() || frames.size() > MOST) {
            throw new UsageException(frames.size() + " frames; allowed: 1 to " + MOST + " a call");
        }
        String port = words.getFirst();
        int taken = call.client().packets().inject(port, frames);
        if (taken < frames.size()) {
            throw new RefusedException(port + " took " + taken + " of " + frames.size() + " frames: its queue is full");
        }
    }

    private static int length(String word) {
        if (!word.matches("[0-9]{1,5}") || Integer.parseInt(word) > LONGEST) {
            throw new UsageException("--len \"" + word + "\" is not allowed; allowed: 0 to " + LONGEST + " bytes");
        }
        return Integer.parseInt(word);
    }

    /** Fields have an equals sign; as the datapath names them, they stand in parentheses, and the port is the command's; everything else must be hexadecimal. */
    private static byte[] frame(String word) {
        boolean isDatapathFlow = DatapathFlowText.isMeant(word);
        if (!isDatapathFlow && word.indexOf('=') < 0) {
            return HexText.frame(word);
        }
        try {
            return FrameComposer.compose(
                    isDatapathFlow
                            ? DatapathFlowText.parse(word, port -> 0)
                            : FlowText.parseKey(word, PortNames.NUMBERS));
        } catch (FlowTextException e) {
            TextSpan span = new TextSpan(e.text(), e.position(), Math.max(1, e.length()));
            throw new ControlException(ControlException.Kind.INVALID, e.getMessage(), List.of(), span, e);
        }
    }
}
