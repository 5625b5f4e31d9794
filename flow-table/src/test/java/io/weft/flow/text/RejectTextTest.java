package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.RejectAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reject} and what it tells the sender, as text. */
class RejectTextTest {
    private static List<Action> parse(String actions) {
        return FlowText.parseAdd("actions=" + actions, PortNames.NUMBERS).actions();
    }

    @ParameterizedTest
    @CsvSource({
        "reject, ORDINARY, reject",
        "reject(), ORDINARY, reject",
        "reject(tcp-reset), TCP_RESET, reject(tcp-reset)",
        "reject( port-unreachable ), PORT_UNREACHABLE, reject(port-unreachable)",
        "reject:no-route, NO_ROUTE, reject(no-route)",
        "reject(host-unreachable), HOST_UNREACHABLE, reject(host-unreachable)",
        "reject(admin-prohibited), ADMIN_PROHIBITED, reject(admin-prohibited)"
    })
    void whatIsReadIsPrintedAndReadAgain(String text, RejectAnswer answer, String printed) {
        List<Action> actions = parse(text);
        assertThat(actions).containsExactly(new Action.Reject(answer));
        assertThat(FlowText.print(actions, PortNames.NUMBERS)).isEqualTo(printed);
        assertThat(parse(printed)).isEqualTo(actions);
    }

    @Test
    void aWordThatIsNoneIsPointedAt() {
        String line = "ip,actions=ct(table=1),reject(port-unreachble)";
        assertThatThrownBy(() -> FlowText.parseAdd(line, PortNames.NUMBERS))
                .isInstanceOfSatisfying(FlowTextException.class, e -> {
                    assertThat(line.substring(e.position(), e.position() + e.length()))
                            .isEqualTo("port-unreachble");
                    assertThat(e.getMessage())
                            .contains("\"port-unreachble\" is no answer to a rejected packet")
                            .contains(
                                    "allowed: tcp-reset, admin-prohibited, port-unreachable, host-unreachable, no-route");
                });
    }
}
