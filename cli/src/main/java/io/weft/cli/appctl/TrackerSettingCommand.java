package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import java.util.List;
import java.util.Locale;

/** A command about one setting of the connection tracker. */
final class TrackerSettingCommand implements AppctlCommand {
    private final TrackerSetting setting;

    TrackerSettingCommand(TrackerSetting setting) {
        this.setting = setting;
    }

    @Override
    public Syntax syntax() {
        String argument = setting.argument().isEmpty() ? "" : " " + setting.argument();
        return new Syntax("dpctl/" + setting.command(), "[DATAPATH]" + argument, setting.summary());
    }

    @Override
    public void run(AppctlCall call) {
        List<String> words = TrackerWords.read(call.words()).others();
        int wanted = setting.argument().isEmpty() ? 0 : 1;
        if (words.size() != wanted) {
            throw new UsageException(
                    wanted == 0
                            ? "unknown word \"" + words.getFirst() + "\"; allowed: the name of the datapath"
                            : setting.argument() + " is one number");
        }
        int number = wanted == 0
                ? 0
                : TrackerWords.number(setting.argument().toLowerCase(Locale.ROOT), words.getFirst(), Integer.MAX_VALUE);
        call.out()
                .println(setting.answer()
                        .apply(call.client().tracker().settings(setting.change().apply(number))));
    }
}
