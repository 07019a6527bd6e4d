namespace DeepSharp;

/// <summary>
/// How a sum over products of two tensors becomes products of matrices: which letters are batches, rows, inner and columns, and which
/// operands have to be put into another order for it.
/// </summary>
internal sealed class EinsumPlan
{
    private EinsumPlan(string left, string right, string result, string inner)
    {
        (Left, Right, Result, Inner) = (left, right, result, inner);
        Batch = Filter(result, letter => left.Contains(letter) && right.Contains(letter));
        Rows = Filter(result, letter => left.Contains(letter) && !right.Contains(letter));
        Columns = Filter(result, letter => !left.Contains(letter) && right.Contains(letter));
        LeftOrder = new EinsumOrder(left, Batch, Rows, inner);
        RightOrder = new EinsumOrder(right, Batch, inner, Columns);
        ResultOrder = new EinsumOrder(result, Batch, Rows, Columns);
    }

    public string Left { get; }

    public string Right { get; }

    public string Result { get; }

    /// <summary>Letters of both operands and the result.</summary>
    public string Batch { get; }

    /// <summary>Letters of the left operand and the result.</summary>
    public string Rows { get; }

    /// <summary>Letters of both operands that are summed over.</summary>
    public string Inner { get; }

    /// <summary>Letters of the right operand and the result.</summary>
    public string Columns { get; }

    /// <summary>The left operand as (batch, rows, inner).</summary>
    public EinsumOrder LeftOrder { get; }

    /// <summary>The right operand as (batch, inner, columns).</summary>
    public EinsumOrder RightOrder { get; }

    /// <summary>The result as (batch, rows, columns).</summary>
    public EinsumOrder ResultOrder { get; }

    /// <summary>Whether it is one product of two matrices as they lie in memory, so that a bias can be added to its rows.</summary>
    public bool IsOneProduct =>
        Batch.Length == 0 && LeftOrder.IsPlain && RightOrder.IsPlain && ResultOrder.IsPlain;

    /// <summary>The plan that copies least: the inner axes in the order of the one operand or the other.</summary>
    /// <param name="left">Letters of the left operand, each once.</param>
    /// <param name="right">Letters of the right operand, each once.</param>
    /// <param name="result">Letters of the result; what it lacks has to be in both operands.</param>
    public static EinsumPlan Create(string left, string right, string result)
    {
        var first = new EinsumPlan(left, right, result, Filter(left, letter => right.Contains(letter) && !result.Contains(letter)));
        var second = new EinsumPlan(left, right, result, Filter(right, letter => left.Contains(letter) && !result.Contains(letter)));
        return second.Copies < first.Copies ? second : first;
    }

    private int Copies => (LeftOrder.NeedsCopy ? 1 : 0) + (RightOrder.NeedsCopy ? 1 : 0);

    private static string Filter(string letters, Func<char, bool> keeps) => string.Concat(letters.Where(keeps));
}
