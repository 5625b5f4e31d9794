package io.weft.vswitch.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Bytes;
import io.weft.vswitch.packet.PacketMemory;
import org.junit.jupiter.api.Test;

/** Numbers of orders never come to mean another order. */
final class TunnelOrdersTest {
    private static TunnelOrder order(int vni) {
        return new TunnelOrder(
                TunnelType.VXLAN,
                TunnelAddress.NONE,
                TunnelAddress.ofIpv4(0x0A00_0002),
                4789,
                vni,
                0,
                64,
                true,
                false,
                false,
                0,
                0,
                false,
                Bytes.EMPTY);
    }

    @Test
    void equalOrdersShareANumberThatIsNeverAnothers() {
        try (PacketMemory memory = new PacketMemory(64, 2048, 0)) {
            TunnelOrders orders = TunnelOrders.of(memory);
            int first = orders.acquire(order(1));
            assertThat(orders.acquire(order(1))).isEqualTo(first);
            orders.release(first);
            assertThat(orders.get(first)).isEqualTo(order(1));
            orders.release(first);
            assertThat(orders.get(first)).isNull();
            for (int vni = 2; vni < 200_000; vni++) {
                int number = orders.acquire(order(vni));
                assertThat(number).isPositive().isNotEqualTo(first);
                assertThat(orders.get(number).vni()).isEqualTo(vni);
                assertThat(orders.get(first)).isNull();
                orders.release(number);
            }
        }
    }

    @Test
    void thereIsAnEnd() {
        try (PacketMemory memory = new PacketMemory(64, 2048, 0)) {
            TunnelOrders orders = TunnelOrders.of(memory);
            int vni = 0;
            while (orders.acquire(order(vni)) != TunnelOrders.NONE) {
                vni++;
            }
            assertThat(vni).isEqualTo(49_152);
            assertThat(orders.acquire(order(0))).isPositive();
        }
    }
}
