namespace DeepSharp.Tests.Ops.Einsum;

public class EinsumTests
{
    // Letters stand for these lengths; '.' for axes without a name.
    private static readonly Dictionary<char, int> s_lengths = new()
    {
        ['a'] = 2,
        ['b'] = 3,
        ['c'] = 4,
        ['d'] = 2,
        ['e'] = 3,
        ['f'] = 1,
        ['g'] = 5,
        ['i'] = 3,
        ['j'] = 4,
        ['k'] = 2,
    };

    [Theory]
    [InlineData("ab,bc->ac")]
    [InlineData("ab,cb->ac")]
    [InlineData("ba,bc->ac")]
    [InlineData("ab,bc->ca")]
    [InlineData("abc,cd->abd")]
    [InlineData("abc,cde->abde")]
    [InlineData("abde,dec->abc")]
    [InlineData("abde,edc->abc")]
    [InlineData("aecd,abcd->acbe")]
    [InlineData("acbe,aecd->abcd")]
    [InlineData("bij,bjk->bik")]
    [InlineData("abc,abc->ac")]
    [InlineData("abc,abc->")]
    [InlineData("ab,cd->dbca")]
    [InlineData("abc,cd->ad")]
    [InlineData("abc,dc->b")]
    [InlineData("ii->i")]
    [InlineData("ii")]
    [InlineData("iji->ij")]
    [InlineData("ab->ba")]
    [InlineData("abc->b")]
    [InlineData("ba")]
    [InlineData("iij,jk->ik")]
    [InlineData("ab,bc,cd->ad")]
    [InlineData("a,b,c->cab")]
    [InlineData("ab,ab,ab->b")]
    public void Values_and_gradients_are_those_of_the_sum_written_out(string equation)
    {
        string[] sides = equation.Split("->"), operands = sides[0].Split(',');
        string letters = sides[0].Replace(",", "");
        string result = sides.Length > 1 ? sides[1]
            : string.Concat(letters.Where(letter => letters.Count(other => other == letter) == 1).Order());
        Tensor[] tensors = [.. operands.Select((operand, i) => OpData.Random([.. operand.Select(letter => s_lengths[letter])], i + 1))];
        Tensor y = DeepSharp.Ops.Einsum(equation, tensors);
        Assert.Equal(result.Select(letter => s_lengths[letter]), y.Shape.ToArray());
        GradientCheck.Run(() => DeepSharp.Ops.Einsum(equation, tensors), tensors, at => Sum(operands, result, at));
    }

    [Fact]
    public void Axes_without_a_name_broadcast()
    {
        Tensor a = OpData.Random([2, 1, 3, 4], 1), b = OpData.Random([5, 4, 2], 2);
        GradientCheck.Run(
            () => DeepSharp.Ops.Einsum("...ij,...jk->...ik", a, b), [a, b],
            at => Sum(["xij", "yjk"], "xyik", at, new() { ['x'] = 2, ['y'] = 5, ['i'] = 3, ['j'] = 4, ['k'] = 2 }));
        Assert.Equal([2, 5, 3, 2], DeepSharp.Ops.Einsum("...ij,...jk->...ik", a, b).Shape);
    }

    [Theory]
    [InlineData("ab,bc->ad", "Einsum: expected an equation such as 'abc,cd->abd', with the letter 'd' of the right on the left, but got 'ab,bc->ad'. (Parameter 'equation')")]
    [InlineData("ab->b->a", "Einsum: expected an equation such as 'abc,cd->abd', with one arrow at most, but got 'ab->b->a'. (Parameter 'equation')")]
    [InlineData("a?,b->a", "Einsum: expected an equation such as 'abc,cd->abd', with letters and at most one '...' for each operand, but got 'a?,b->a'. (Parameter 'equation')")]
    [InlineData("ab,bc->aa", "Einsum: expected an equation such as 'abc,cd->abd', with every letter once on the right, but got 'ab,bc->aa'. (Parameter 'equation')")]
    [InlineData("ab->a", "Einsum: expected as many tensors as 'ab->a' has parts, 1, but got 2. (Parameter 'operands')")]
    public void What_is_no_equation_is_refused(string equation, string message) => Assert.Equal(
        message, Assert.Throws<ArgumentException>(() => DeepSharp.Ops.Einsum(equation, Tensor.Ones([2, 2]), Tensor.Ones([2, 2]))).Message);

    [Fact]
    public void Tensors_that_do_not_fit_are_named()
    {
        Assert.Equal(
            "Einsum 'ab,bc->ac': expected equal lengths of the axes that the equation calls alike but got (2, 3) and (2, 2): 3 and 2.",
            ShapeError.Of(() => DeepSharp.Ops.Einsum("ab,bc->ac", Tensor.Ones([2, 3]), Tensor.Ones([2, 2]))));
        Assert.Equal(
            "Einsum 'ab,bc->ac': expected as many axes as 'bc' of 'ab,bc->ac' has letters for operand 2 but got 1 axes.",
            ShapeError.Of(() => DeepSharp.Ops.Einsum("ab,bc->ac", Tensor.Ones([2, 3]), Tensor.Ones([2]))));
    }

    private static double[] Sum(string[] operands, string result, double[][] values, Dictionary<char, int>? lengths = null)
    {
        lengths ??= s_lengths;
        char[] letters = [.. string.Concat(operands).Distinct()];
        double[] sums = new double[Size(result)];
        int[] index = new int[letters.Length];
        int count = letters.Aggregate(1, (product, letter) => product * lengths[letter]);
        for (int n = 0; n < count; n++)
        {
            int rest = n;
            for (int i = 0; i < letters.Length; i++) (rest, index[i]) = Math.DivRem(rest, lengths[letters[i]]);
            double product = 1;
            for (int i = 0; i < operands.Length; i++) product *= values[i][Place(operands[i])];
            sums[Place(result)] += product;
        }

        return sums;

        int Size(string axes) => axes.Aggregate(1, (product, letter) => product * lengths[letter]);
        int Place(string axes) => axes.Aggregate(0, (place, letter) => place * lengths[letter] + index[Array.IndexOf(letters, letter)]);
    }
}
