using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Engine.Tests.Observing;

/// <summary>Who travels together, and how long they wait for each other.</summary>
public class SharedFlightsTests
{
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(5);

    /// <summary>An engine that asks ten at a time waits for the gathering twice, and once in a while again.</summary>
    [Fact]
    public void Flight_LeavesAtOnce_WhenAsManyAreOnBoardAsCameBefore()
    {
        var waits = Waits(Enumerable.Repeat(10, 40));

        Assert.All(waits.Take(2), wait => Assert.Equal(s_gather, wait));
        Assert.Equal(4, waits.Count(wait => wait > TimeSpan.Zero));
    }

    [Fact]
    public void Flight_TakesThoseWhoComeLate_OnceTheyWereSeenToCome()
    {
        // Six more, who come a little later: they are left behind once, and from then on the sixteen go together.
        var flown = Fly([.. Enumerable.Repeat((10, 0), 3), .. Enumerable.Repeat((10, 6), 4)]);

        Assert.Equal([10, 10, 10, 10, 6, 16, 16, 16], flown.Select(flight => flight.Size));
        Assert.Equal(s_late, flown[^1].Waited);
    }

    [Fact]
    public void Flight_OfOne_WaitsForOthersEachTime() => Assert.All(Waits(Enumerable.Repeat(1, 10)), wait => Assert.Equal(s_gather, wait));

    [Fact]
    public void Flight_WithFewerThanLastTime_WaitsForTheRest() =>
        Assert.Equal([s_gather, s_gather, TimeSpan.Zero, s_gather], Waits([10, 10, 10, 4]));

    private static List<TimeSpan> Waits(IEnumerable<int> parties) =>
        Fly(parties.Select(party => (party, 0))).ConvertAll(flight => flight.Waited);

    /// <summary>Parties one after another, the next one when all of the last have landed: some come at once, some a little later.</summary>
    private static List<(int Size, TimeSpan Waited)> Fly(IEnumerable<(int AtOnce, int Late)> parties) =>
        VirtualTime.Run(async time =>
        {
            var flown = new List<(int, TimeSpan)>();
            var began = time.GetTimestamp();
            var flights = new SharedFlights<int, int>(
                manifest =>
                {
                    flown.Add((manifest.Ids.Length, time.GetElapsedTime(began)));
                    return Task.FromResult(manifest.Ids.Length);
                },
                s_gather,
                time
            );
            foreach (var (atOnce, late) in parties)
            {
                began = time.GetTimestamp();
                var first = Enumerable.Range(0, atOnce).Select(Join).ToArray();
                if (late > 0)
                {
                    await Task.Delay(s_late, time);
                }

                await Task.WhenAll([.. first, .. Enumerable.Range(atOnce, late).Select(Join)]);
            }

            return flown;

            Task Join(int id) => flights.JoinAsync([id], false, CallPriority.NewStop, default);
        });
}
