package io.weft.northbound.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InternalMetadata;
import io.grpc.StatusRuntimeException;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.proto.v1.SwitchProto;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Refusals survive the wire, and never outgrow the trailers. */
class StatusCodecTest {
    /** What many clients accept in all trailers together. */
    private static final int TRAILERS = 8_192;

    private static final List<Kind> KINDS = List.of(Kind.values());

    private static int size(StatusRuntimeException status) {
        int bytes = "grpc-message".length();
        for (byte one : status.getStatus().getDescription().getBytes(StandardCharsets.UTF_8)) {
            bytes += one >= ' ' && one != '%' ? 1 : 3; // percent-encoded
        }
        for (byte[] part : InternalMetadata.serialize(status.getTrailers())) {
            bytes += part.length * 4 / 3 + 4;
        }
        return bytes;
    }

    @Test
    void everyKindHasItsOwnCodeAndComesBack() {
        for (Kind kind : Kind.values()) {
            assertThat(StatusCodec.kind(StatusCodec.code(kind))).isEqualTo(kind);
        }
    }

    @Test
    void ofAnyRefusalTheTrailersFit() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            ControlException refusal = random(random);
            StatusRuntimeException status = StatusCodec.encode(refusal);
            assertThat(size(status)).isLessThan(TRAILERS);
            ControlException back = StatusCodec.decode(status);
            assertThat(back.kind()).isEqualTo(refusal.kind());
            assertThat(back.violations().size())
                    .isLessThanOrEqualTo(refusal.violations().size());
            assertSpan(refusal.span(), back.span());
        }
    }

    private static void assertSpan(TextSpan sent, TextSpan got) {
        assertThat(got.isPresent()).isEqualTo(sent.isPresent());
        assertThat(got.offset() + got.length()).isLessThanOrEqualTo(got.text().length() + 1);
        if (sent.isPresent() && sent.offset() < sent.text().length()) {
            String wrong =
                    sent.text().substring(sent.offset(), Math.min(sent.text().length(), sent.offset() + 1));
            assertThat(got.text().substring(got.offset())).startsWith(wrong);
        }
    }

    private static ControlException random(Random random) {
        List<FieldViolation> violations = new ArrayList<>();
        for (int n = random.nextInt(20); n > 0; n--) {
            violations.add(
                    new FieldViolation(text(random, 300), text(random, 300), text(random, 300), text(random, 3000)));
        }
        String text = text(random, random.nextBoolean() ? 100 : 60_000);
        int offset = random.nextInt(text.length() + 1);
        TextSpan span = random.nextBoolean()
                ? TextSpan.NONE
                : new TextSpan(text, offset, 1 + random.nextInt(Math.max(1, text.length() - offset)));
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        return new ControlException(kind, text(random, 3000), violations, span, null);
    }

    private static String text(Random random, int longest) {
        String alphabet = "abc é漢\n";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(longest); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void enumsOfBothSidesHaveTheSameConstants() {
        assertSameNames(FlowEvent.Kind.class, SwitchProto.FlowEvent.Kind.class);
        assertSameNames(PacketIn.Reason.class, SwitchProto.PacketIn.Reason.class);
        assertSameNames(io.weft.northbound.control.Column.Shape.class, SwitchProto.Column.Shape.class);
        assertSameNames(io.weft.northbound.control.Column.Type.class, SwitchProto.Column.Type.class);
        assertSameNames(io.weft.northbound.control.PortFlag.class, SwitchProto.PortFlag.class);
        assertSameNames(io.weft.northbound.control.FragmentMode.class, SwitchProto.FragmentMode.class);
        assertSameNames(io.weft.flow.table.FlowMod.Kind.class, SwitchProto.FlowMod.Command.class);
    }

    private static void assertSameNames(Class<? extends Enum<?>> java, Class<? extends Enum<?>> proto) {
        List<String> names = new ArrayList<>();
        for (Enum<?> constant : proto.getEnumConstants()) {
            names.add(constant.name());
        }
        names.remove("UNRECOGNIZED");
        List<String> expected = new ArrayList<>();
        for (Enum<?> constant : java.getEnumConstants()) {
            expected.add(constant.name());
        }
        assertThat(names).isEqualTo(expected);
    }
}
