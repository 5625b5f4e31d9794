package io.weft.northbound.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.weft.flow.action.Action;
import io.weft.flow.action.RandomActions;
import io.weft.flow.match.Match;
import io.weft.flow.match.RandomMatches;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random requests, well formed and not, to every method of the real server: each is answered or refused, none is taken for a defect, and the
 * server goes on. The seed is printed with a failure; set {@code -Dweft.seed} to repeat.
 */
class RequestFuzzTest {
    /** Statuses that say "you" rather than "I". */
    private static final Set<Status.Code> PROPER =
            Set.of(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.CANCELLED);

    private static final List<String> TEXTS = List.of(
            "",
            "br0",
            "br1",
            "p1",
            "p2",
            "65534",
            "Interface",
            "Open_vSwitch",
            ".",
            "options",
            "ip",
            "in_port=1,tcp,nw_src=10.0.0.0/8,tp_dst=80",
            "table=1,priority=5,ip,actions=output:1,resubmit(,2)",
            "actions=drop",
            "set_field:1->reg0,output:p1",
            "nw_src",
            "eth_type",
            "0x800",
            "10.0.0.1",
            "255.0.0.0",
            "output",
            "resubmit",
            "(,2)",
            "goto_table",
            "cookie=1/-1",
            "group_id=1,type=select,bucket=weight:2,actions=output:1,bucket=watch_port:p2,output:2",
            "group_id=1,command_bucket_id=last,bucket=bucket_id:3,drop",
            "group_id=all",
            "meter=1,kbps,burst,bands=type=drop,rate=10,burst_size=1",
            "meter=controller",
            "clone",
            "(output:1,clone(learn(table=1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])))",
            "actions=write_actions(group:1),write_metadata:1/1,goto_table:2",
            "load",
            "0x5->NXM_NX_REG0[4..11]",
            "tun_metadata0",
            "ct_state",
            "+trk-inv",
            "{class=0xffff,type=0x80,len=4}->tun_metadata0",
            "\u0000",
            "a b",
            "é漢",
            "%s%n",
            "../../etc",
            "x".repeat(300),
            "actions=" + "drop,".repeat(14_000));

    private static final Marshaller<byte[]> RAW = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    @Test
    void everyRequestIsAnsweredProperly() throws IOException {
        fuzz(25_000);
    }

    /** {@code -Dweft.fuzz.inputs} makes a campaign of parts. */
    @Test
    @Tag("long")
    void everyRequestIsAnsweredProperlyForLong() throws IOException {
        fuzz(Integer.getInteger("weft.fuzz.inputs", 2_000_000));
    }

    private static void fuzz(int requests) throws IOException {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        Random random = new Random(seed);
        List<MethodDescriptor> methods =
                SwitchProto.getDescriptor().findServiceByName("Switch").getMethods();
        Map<Status.Code, Integer> statuses = new EnumMap<>(Status.Code.class);
        try (ServedSwitch served = new ServedSwitch()) {
            served.control.flows = List.of(SwitchContractTest.flow(1));
            EventLoopGroup loop = Transport.eventLoop("fuzz");
            ManagedChannel channel = Transport.channel(served.address, loop)
                    .directExecutor()
                    .maxInboundMetadataSize(8192)
                    .build();
            for (int i = 0; i < requests; i++) {
                MethodDescriptor method = methods.get(random.nextInt(methods.size()));
                byte[] request = request(method, random);
                Status status = call(channel, method, request);
                assertThat(PROPER)
                        .as("seed %d, request %d, %s: %s", seed, i, method.getName(), status)
                        .contains(status.getCode());
                statuses.merge(status.getCode(), 1, Integer::sum);
                served.control.asked.clear();
            }
            channel.shutdownNow();
            var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            assertThat(served.client.version().pid()).isEqualTo(42);
        }
        System.out.println(
                "fuzz of requests: -Dweft.seed=" + seed + " -Dweft.fuzz.inputs=" + requests + ": " + statuses);
        assertThat(statuses).as("seed %d", seed).containsKeys(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
    }

    private static byte[] request(MethodDescriptor method, Random random) {
        byte[] bytes = message(DynamicMessage.newBuilder(method.getInputType()), random, 4)
                .toByteArray();
        for (int n = random.nextInt(8) == 0 && bytes.length > 0 ? 1 + random.nextInt(3) : 0; n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static Message message(Message.Builder to, Random random, int depth) {
        for (FieldDescriptor field : to.getDescriptorForType().getFields()) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            if (!field.isRepeated()) {
                to.setField(field, value(to, field, random, depth));
                continue;
            }
            for (int n = depth == 0 ? 0 : random.nextInt(3); n > 0; n--) {
                to.addRepeatedField(field, value(to, field, random, depth));
            }
        }
        return to.build();
    }

    private static Object value(Message.Builder to, FieldDescriptor field, Random random, int depth) {
        return switch (field.getJavaType()) {
            case INT -> number(random).intValue();
            case LONG -> number(random);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case STRING ->
                random.nextInt(6) == 0
                        ? damagedFlow(random)
                        : TEXTS.get(random.nextInt(random.nextInt(50) == 0 ? TEXTS.size() : TEXTS.size() - 1));
            case BYTE_STRING -> ByteString.copyFrom(new byte[random.nextInt(20) == 0 ? 70_000 : random.nextInt(100)]);
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(8));
            case MESSAGE -> message(to.newBuilderForField(field), random, depth - 1);
        };
    }

    /** A flow of any fields and actions, with a wrong character or none. */
    private static String damagedFlow(Random random) {
        Match match = RandomMatches.of(random.nextInt(5000));
        List<Action> actions = RandomActions.of(new SplittableRandom(random.nextLong()), match, 0);
        String list = FlowText.print(actions, PortNames.NUMBERS);
        String text = random.nextBoolean()
                ? list
                : FlowText.print(match, PortNames.NUMBERS) + (random.nextInt(4) == 0 ? "" : " actions=" + list);
        if (text.isEmpty() || random.nextBoolean()) {
            return text;
        }
        int at = random.nextInt(text.length());
        return text.substring(0, at) + (char) (32 + random.nextInt(96)) + text.substring(at + 1);
    }

    private static Long number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0L;
            case 1 -> -1L;
            case 2 -> (long) random.nextInt(300);
            case 3 -> (long) random.nextInt(70_000);
            default -> random.nextLong();
        };
    }

    /** Calls, takes at most one message of an answer, and returns the status; CANCELLED where the test itself left a stream. */
    private static Status call(ManagedChannel channel, MethodDescriptor method, byte[] request) {
        CompletableFuture<Status> done = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(
                io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder(RAW, RAW)
                        .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                        .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                        .build(),
                CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        if (method.getName().startsWith("Watch")) {
                            call.cancel("the test has seen enough", null);
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        done.complete(status);
                    }
                },
                new Metadata());
        call.request(100);
        call.sendMessage(request);
        call.halfClose();
        if (method.getName().startsWith("Watch")) {
            // perhaps nothing ever arrives there: leave when it was not refused at once
            done.completeOnTimeout(null, 20, TimeUnit.MILLISECONDS).join();
            call.cancel("the test has seen enough", null);
        }
        Status status = done.orTimeout(20, TimeUnit.SECONDS).join();
        return status == null ? Status.CANCELLED : status;
    }
}
