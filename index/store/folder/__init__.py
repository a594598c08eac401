"""The home of an index that is a folder: generations, written whole, promoted by one atomic replace, verified when
opened, never edited.

    <data_dir>/CURRENT                    the id in use, one line
    <data_dir>/generations/<id>/          immutable once it has that name
        manifest.json                     what it is, and the sha256 of every other file
        articles.jsonl  passages.jsonl  quotations.jsonl  questions.jsonl
        revisions.jsonl                   earlier texts of articles that have changed
        layout.npz                        where each line begins, and what belongs to what
        passages.faiss                    unit rows, float32, in the order of the passages; where there are many, they
        passages.npy                      stand here, and the FAISS index holds eight bits a number
        sentences.npy                     unit rows, float16, in the order of their sentences
        words.npy                         int8, in the order of the sentences' words
        lexical/                          those words, and the titles', as terms

Only ``drafts`` and ``data_folder`` write here.
"""
