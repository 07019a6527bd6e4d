namespace DeepSharp.Tests.Models;

public class HistoryTests
{
    [Fact]
    public void As_text_it_is_a_table_of_the_epochs() => Assert.Equal(
        """
        epoch    loss  val_loss
            1  1.5000
            2  0.5000    0.2500
        """,
        TwoEpochs().ToString());

    [Fact]
    public void As_comma_separated_values_it_has_all_digits_and_quotes_names_that_need_it()
    {
        var history = new History(1, 1);
        history.Add(0, 1, new Logs { ["loss"] = 1.0 / 3, ["a,\"b\""] = 2 });
        Assert.Equal("epoch,loss,\"a,\"\"b\"\"\"\n0,0.3333333333333333,2\n", history.ToCsv());
        Assert.Equal("epoch,loss,val_loss\n0,1.5,\n1,0.5,0.25\n", TwoEpochs().ToCsv());
    }

    [Fact]
    public void Without_an_epoch_it_says_so()
    {
        Assert.Equal("History: no epoch was completed.", new History(1, 1).ToString());
        Assert.Equal("epoch\n", new History(1, 1).ToCsv());
    }

    private static History TwoEpochs()
    {
        var history = new History(2, 1);
        history.Add(0, 1, new Logs { ["loss"] = 1.5 });
        history.Add(1, 1, new Logs { ["loss"] = 0.5, ["val_loss"] = 0.25 });
        return history;
    }
}
