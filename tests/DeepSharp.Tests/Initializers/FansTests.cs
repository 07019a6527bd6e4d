namespace DeepSharp.Tests.Initializers;

public class FansTests
{
    [Fact]
    public void Of_a_dense_kernel_are_its_inputs_and_outputs() => Assert.Equal(new Fans(784, 10), Fans.Of([784, 10]));

    [Fact]
    public void Of_a_convolution_count_the_receptive_field() => Assert.Equal(new Fans(3 * 5 * 16, 3 * 5 * 32), Fans.Of([3, 5, 16, 32]));

    [Fact]
    public void Of_a_vector_are_its_length() => Assert.Equal(new Fans(7, 7), Fans.Of([7]));

    [Fact]
    public void Of_a_single_number_are_1() => Assert.Equal(new Fans(1, 1), Fans.Of([]));
}
