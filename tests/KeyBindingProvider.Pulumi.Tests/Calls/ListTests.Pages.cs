using KeyBindingProvider.Pulumi.Protocol;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <content>A list in pages.</content>
public partial class ListTests
{
    [Fact]
    public void Pages_TogetherAreTheWhole_NoneIsLargerThanAsked_AndTheLastHasNoContinuation() =>
        Play(
            Fleet(Instances(1, 25, "RUNNING", Team)),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var (ids, token, pages) = (new List<string>(), "", 0);
                do
                {
                    var page = await provider.ListAsync(
                        new ListRequest
                        {
                            Token = Exclusives,
                            PageSize = 10,
                            ContinuationToken = token,
                        }
                    );
                    Assert.InRange(Results(page).Count(), 1, 10);
                    ids.AddRange(Results(page).Select(result => result.Id));
                    token = page[^1].Continuation?.ContinuationToken ?? "";
                    pages++;
                } while (token.Length > 0);

                Assert.Equal(3, pages);
                Assert.Equal(Ids(1, 25), ids);
            }
        );

    [Fact]
    public void Limit_EndsTheList_AndMayBeLoweredFromPageToPage() =>
        Play(
            Fleet(Instances(1, 25, "RUNNING", Team)),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var first = await provider.ListAsync(
                    new ListRequest
                    {
                        Token = Exclusives,
                        Limit = 12,
                        PageSize = 10,
                    }
                );
                Assert.Equal(10, Results(first).Count());
                var second = await provider.ListAsync(
                    new ListRequest
                    {
                        Token = Exclusives,
                        Limit = 2,
                        PageSize = 10,
                        ContinuationToken = first[^1].Continuation.ContinuationToken,
                    }
                );
                Assert.Equal([Id(11), Id(12)], Results(second).Select(result => result.Id));
                Assert.Null(second[^1].Continuation);
            }
        );

    [Fact]
    public void PageSize_ThatIsHuge_IsBounded() =>
        Play(
            Fleet(Instances(1, 1200, "RUNNING", Team)),
            async stage =>
            {
                var answers = await ListAsync(stage, new() { Token = Exclusives, PageSize = long.MaxValue });
                Assert.Equal((1000, true), (Results(answers).Count(), answers[^1].Continuation is not null));
            }
        );
}
