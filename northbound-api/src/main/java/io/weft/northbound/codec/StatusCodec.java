package io.weft.northbound.codec;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.proto.v1.SwitchProto.ErrorDetail;
import java.util.List;

/**
 * Refusals as gRPC statuses, and back: the one place that knows both. A status carries {@code google.rpc.BadRequest} for any client and
 * {@link ErrorDetail}, from which this class makes the same exception again.
 *
 * <p>Trailers share a limit of 8 KiB with many clients, so long texts are cut around the place that matters and details beyond a
 * budget are left out. What fits passes unchanged.
 */
public final class StatusCodec {
    /** Bytes of the violations in both details, before base64. */
    private static final int DETAIL_BUDGET = 3_000;

    /** Bytes of a sentence; that of the status is sent twice, once with three bytes for each that is not ASCII. */
    private static final int LONGEST_MESSAGE = 600;

    /** Characters of a text that could not be parsed. */
    private static final int LONGEST_TEXT = 200;

    private StatusCodec() {}

    /** The status of a refusal. */
    public static StatusRuntimeException encode(ControlException refusal) {
        ErrorDetail.Builder detail = ErrorDetail.newBuilder();
        BadRequest.Builder badRequest = BadRequest.newBuilder();
        int budget = DETAIL_BUDGET;
        for (FieldViolation violation : refusal.violations()) {
            SwitchProto.FieldViolation own = encode(violation);
            BadRequest.FieldViolation common = BadRequest.FieldViolation.newBuilder()
                    .setField(own.getField())
                    .setDescription(Abbreviation.ofBytes(violation.message(), LONGEST_MESSAGE))
                    .build();
            budget -= own.getSerializedSize() + common.getSerializedSize();
            if (budget < 0) {
                break;
            }
            detail.addViolations(own);
            badRequest.addFieldViolations(common);
        }
        TextSpan span = cut(refusal.span());
        detail.setText(span.text()).setTextOffset(span.offset()).setTextLength(span.length());
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code(refusal.kind()).value())
                .setMessage(Abbreviation.ofBytes(refusal.getMessage(), LONGEST_MESSAGE))
                .addDetails(Any.pack(detail.build()));
        if (badRequest.getFieldViolationsCount() > 0) {
            status.addDetails(Any.pack(badRequest.build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static SwitchProto.FieldViolation encode(FieldViolation violation) {
        String field = Abbreviation.of(violation.field());
        String value = Abbreviation.of(violation.value());
        String allowed = Abbreviation.of(violation.allowed());
        SwitchProto.FieldViolation.Builder to = SwitchProto.FieldViolation.newBuilder()
                .setField(field)
                .setValue(value)
                .setAllowed(allowed);
        // The usual sentence is made of the rest again, at the other end.
        if (!violation
                .message()
                .equals(FieldViolation.notAllowed(field, value, allowed).message())) {
            to.setMessage(Abbreviation.ofBytes(violation.message(), LONGEST_MESSAGE));
        }
        return to.build();
    }

    private static FieldViolation decode(SwitchProto.FieldViolation from) {
        return from.getMessage().isEmpty()
                ? FieldViolation.notAllowed(from.getField(), from.getValue(), from.getAllowed())
                : new FieldViolation(from.getField(), from.getValue(), from.getAllowed(), from.getMessage());
    }

    /** A window of the text around the place that is wrong. */
    private static TextSpan cut(TextSpan span) {
        int length = span.text().length();
        if (length <= LONGEST_TEXT) {
            return span;
        }
        int from = Math.clamp(span.offset() - LONGEST_TEXT / 2, 0, length - LONGEST_TEXT);
        if (Character.isLowSurrogate(span.text().charAt(from))) {
            from++;
        }
        int to = Math.min(length, from + LONGEST_TEXT);
        int offset = Math.clamp(span.offset(), from, to);
        return new TextSpan(
                span.text().substring(from, to), offset - from, Math.clamp(span.length(), 1, Math.max(1, to - offset)));
    }

    /** The refusal that a status stands for, whoever sent it. */
    public static ControlException decode(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        Kind kind = kind(status.getCode());
        String description = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        ErrorDetail detail = detail(failure);
        if (detail == null) {
            return new ControlException(kind, description, List.of(), TextSpan.NONE, failure);
        }
        List<FieldViolation> violations =
                detail.getViolationsList().stream().map(StatusCodec::decode).toList();
        TextSpan span = new TextSpan(detail.getText(), detail.getTextOffset(), detail.getTextLength());
        return new ControlException(kind, description, violations, span, failure);
    }

    /** Whether the switch itself refused, rather than the transport. */
    public static boolean isRefusal(StatusRuntimeException failure) {
        return detail(failure) != null;
    }

    private static ErrorDetail detail(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        com.google.rpc.Status status = trailers == null ? null : StatusProto.fromThrowable(failure);
        if (status == null) {
            return null;
        }
        for (Any any : status.getDetailsList()) {
            if (any.is(ErrorDetail.class)) {
                try {
                    return any.unpack(ErrorDetail.class);
                } catch (InvalidProtocolBufferException _) {
                    return null; // a detail that cannot be read says no more than the status itself
                }
            }
        }
        return null;
    }

    static Status.Code code(Kind kind) {
        return switch (kind) {
            case INVALID -> Status.Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case EXISTS -> Status.Code.ALREADY_EXISTS;
            case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }

    static Kind kind(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED -> Kind.INVALID;
            case NOT_FOUND -> Kind.NOT_FOUND;
            case ALREADY_EXISTS -> Kind.EXISTS;
            case FAILED_PRECONDITION, ABORTED, PERMISSION_DENIED, UNAUTHENTICATED -> Kind.FAILED_PRECONDITION;
            case RESOURCE_EXHAUSTED -> Kind.EXHAUSTED;
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> Kind.UNAVAILABLE;
            case INTERNAL, UNKNOWN, DATA_LOSS, OK -> Kind.INTERNAL;
        };
    }
}
