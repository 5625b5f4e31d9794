package io.weft.cli.daemon;

import com.google.protobuf.ByteString;
import io.weft.northbound.handover.v1.HandoverProto.Grant;
import io.weft.northbound.handover.v1.HandoverProto.Port;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.port.Bequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a hand-over says, to and from messages. */
final class HandoverMessages {
    /** The protocol of this version; there is none before it. */
    static final int PROTOCOL = 1;

    private HandoverMessages() {}

    static Path socket(Path runDirectory) {
        return runDirectory.resolve("handover.sock");
    }

    /** The network namespace of this process, by a name that others see, too. */
    static String networkNamespace() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    }

    /** All ports, by name, without a word with the agents. */
    static List<String> ports(SwitchConfig config) {
        return config.bridges().stream()
                .flatMap(bridge -> bridge.ports().stream())
                .map(PortSettings::name)
                .toList();
    }

    /** @param names of all ports, those that cannot be passed on included */
    static Grant grant(Map<String, Bequest> left, List<String> names) {
        Grant.Builder grant = Grant.newBuilder();
        left.forEach((name, bequest) -> grant.addPorts(Port.newBuilder()
                .setName(name)
                .setType(bequest.type())
                .setDescription(ByteString.copyFrom(bequest.description()))
                .setDescriptors(bequest.descriptors().length)
                .setFrames(ByteString.copyFrom(bytes(bequest.frames())))));
        names.stream().filter(name -> !left.containsKey(name)).forEach(grant::addClosed);
        return grant.build();
    }

    private static byte[] bytes(int... numbers) {
        byte[] bytes = new byte[numbers.length * Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(numbers);
        return bytes;
    }

    private static int[] numbers(ByteString bytes) {
        int[] numbers = new int[bytes.size() / Integer.BYTES];
        bytes.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(numbers);
        return numbers;
    }

    /** The files that go with {@link #grant}. */
    static int[] descriptors(Map<String, Bequest> left) {
        return left.values().stream()
                .flatMapToInt(bequest -> IntStream.of(bequest.descriptors()))
                .toArray();
    }

    /** What {@link #grant} said. */
    static Map<String, Bequest> bequests(Grant grant, int... descriptors) throws IOException {
        Map<String, Bequest> left = new TreeMap<>();
        int at = 0;
        for (Port port : grant.getPortsList()) {
            int end = at + port.getDescriptors();
            if (port.getDescriptors() < 0 || end > descriptors.length) {
                throw new IOException(
                        "the grant has " + descriptors.length + " files, too few for port " + port.getName());
            }
            left.put(
                    port.getName(),
                    new Bequest(
                            port.getType(),
                            port.getDescription().toByteArray(),
                            Arrays.copyOfRange(descriptors, at, end),
                            numbers(port.getFrames())));
            at = end;
        }
        return left;
    }
}
