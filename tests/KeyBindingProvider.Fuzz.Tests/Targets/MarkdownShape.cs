using System.Text;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>What a page is made of, as a reader of Markdown with a forge's extensions sees it: blocks and marks, without the texts in them.</summary>
internal static class MarkdownShape
{
    private static readonly MarkdownPipeline s_forge = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseTaskLists()
        .UseFootnotes()
        .UseAlertBlocks()
        .UseMathematics()
        .Build();

    public static string Of(string page)
    {
        var shape = new StringBuilder();
        Write(shape, Markdown.Parse(page, s_forge), 0);
        return shape.ToString();
    }

    private static void Write(StringBuilder shape, Block block, int depth)
    {
        shape.Append(' ', 2 * depth).Append(block.GetType().Name);
        switch (block)
        {
            case HtmlBlock html:
                shape.Append(' ').Append(html.Lines.ToString().ReplaceLineEndings(" "));
                break;
            case HeadingBlock heading:
                shape.Append(' ').Append(heading.Level);
                break;
        }

        if (block is LeafBlock { Inline: { } inlines })
        {
            Write(shape, inlines);
        }

        shape.Append('\n');
        if (block is ContainerBlock blocks)
        {
            foreach (var inner in blocks)
            {
                Write(shape, inner, depth + 1);
            }
        }
    }

    private static void Write(StringBuilder shape, ContainerInline inlines)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                // An escape, an entity and an empty comment show, at most, a letter.
                case LiteralInline literal:
                    Assert.DoesNotMatch("@[A-Za-z0-9]", literal.Content.ToString());
                    break;
                case HtmlEntityInline or HtmlInline { Tag: "<!-- -->" }:
                    break;
                case HtmlInline html:
                    shape.Append(' ').Append(html.Tag);
                    break;
                case EmphasisInline emphasis:
                    shape.Append(' ').Append(emphasis.DelimiterChar).Append(emphasis.DelimiterCount).Append('(');
                    Write(shape, emphasis);
                    shape.Append(')');
                    break;
                case LinkInline link:
                    shape.Append(" link to ").Append(link.Url);
                    break;
                case ContainerInline container:
                    shape.Append(' ').Append(container.GetType().Name).Append('(');
                    Write(shape, container);
                    shape.Append(')');
                    break;
                default:
                    shape.Append(' ').Append(inline.GetType().Name);
                    break;
            }
        }
    }
}
